package org.backupmetadata.lambda.settings;

import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/** Makes the clients that functions reach their tables with. */
public final class TableClient {

    private TableClient() {
    }

    /** A new client, which shares nothing with any other, its credentials included. */
    public static DynamoDbClient create() {
        return configured(DynamoDbClient.builder()).credentialsProvider(DefaultCredentialsProvider.builder().build())
                .httpClientBuilder(Apache5HttpClient.builder().connectionTimeout(Deadlines.CONNECT)).build();
    }

    /** Sets what holds for every client, whatever it is connected to. */
    public static DynamoDbClientBuilder configured(DynamoDbClientBuilder builder) {
        return builder.overrideConfiguration(config -> config.apiCallAttemptTimeout(Deadlines.ATTEMPT)
                .apiCallTimeout(Deadlines.LOOKUP).retryStrategy(RetryMode.STANDARD));
    }
}
