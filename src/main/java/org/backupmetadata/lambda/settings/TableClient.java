package org.backupmetadata.lambda.settings;

import java.security.Security;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.Crc32MismatchException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/** Makes DynamoDB clients for the service's own tables. */
public final class TableClient {

    static {
        // Java caches failed name resolutions for ten seconds, during which every request would fail.
        Security.setProperty("networkaddress.cache.negative.ttl", "0");
        // The package has no SLF4J provider, and that is no warning for the log, where every line is JSON.
        System.setProperty("slf4j.internal.verbosity", "ERROR");
    }

    private TableClient() {
    }

    /** A new client, which shares nothing with another, not even credentials. */
    public static DynamoDbClient create() {
        return configured(DynamoDbClient.builder()).credentialsProvider(DefaultCredentialsProvider.builder().build())
                .httpClientBuilder(Apache5HttpClient.builder().connectionTimeout(Deadlines.CONNECT)
                        .dnsResolver(new TimedDnsResolver(SystemDefaultDnsResolver.INSTANCE, Deadlines.RESOLVE)))
                .build();
    }

    /** Sets the time limits and retries of every client. */
    public static DynamoDbClientBuilder configured(DynamoDbClientBuilder builder) {
        return builder.overrideConfiguration(config -> config.apiCallAttemptTimeout(Deadlines.ATTEMPT)
                .apiCallTimeout(Deadlines.LOOKUP).retryStrategy(retries())
                .addExecutionInterceptor(new CompleteAnswers()));
    }

    /** The SDK's standard retries, and retries of answers that were damaged on their way. */
    private static RetryStrategy retries() {
        return AwsRetryStrategy.standardRetryStrategy().toBuilder().retryOnException(Crc32MismatchException.class)
                .build();
    }
}
