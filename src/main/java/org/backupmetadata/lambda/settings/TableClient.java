package org.backupmetadata.lambda.settings;

import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/** Makes DynamoDB clients for the service's own tables. */
public final class TableClient {

    private TableClient() {
    }

    /** A new client, which shares nothing with another, not even credentials. */
    public static DynamoDbClient create() {
        return configured(DynamoDbClient.builder()).credentialsProvider(DefaultCredentialsProvider.builder().build())
                .httpClientBuilder(Apache5HttpClient.builder().connectionTimeout(Deadlines.CONNECT)).build();
    }

    /** Sets the time limits and retries of every client. */
    public static DynamoDbClientBuilder configured(DynamoDbClientBuilder builder) {
        return builder.overrideConfiguration(config -> config.apiCallAttemptTimeout(Deadlines.ATTEMPT)
                .apiCallTimeout(Deadlines.LOOKUP).retryStrategy(RetryMode.STANDARD));
    }
}
