package org.backupmetadata.lambda;

import java.time.Duration;
import java.util.Map;
import org.backupmetadata.api.BackupApi;
import org.backupmetadata.api.Readers;
import org.backupmetadata.catalog.BackupCatalog;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * The function's settings, read and checked once, when Lambda builds the handler: a wrong one fails the deployment and not
 * the first request. Everything else (Region, credentials, an endpoint for local runs) is the AWS SDK's own configuration.
 *
 * @param tableName {@code TABLE_NAME}: the table of backups
 * @param readers {@code READER_ACCOUNTS}: accounts that may read every account's backups, separated by commas
 */
record Environment(String tableName, Readers readers) {

    /** A TCP or TLS connection inside a Region takes milliseconds; one that takes longer is not coming. */
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);

    /** GetItem takes milliseconds too: an attempt that has taken this long is better made again, elsewhere. */
    private static final Duration ATTEMPT_TIMEOUT = Duration.ofMillis(1500);

    /**
     * One lookup with its three attempts. A request makes two at most, so that its caller has an answer within nine
     * seconds: before the function's own time-out (15) and API Gateway's (29) would answer something else.
     */
    private static final Duration LOOKUP_TIMEOUT = Duration.ofMillis(4500);

    /**
     * Reads the settings.
     *
     * @throws IllegalArgumentException if one is missing or wrong; it says which and what to do
     */
    static Environment of(Map<String, String> variables) {
        String tableName = variables.getOrDefault("TABLE_NAME", "");
        if (tableName.isBlank()) {
            throw new IllegalArgumentException(
                    "The environment variable TABLE_NAME is missing: set it to the name of the table of backups.");
        }
        try {
            return new Environment(tableName, Readers.parse(variables.getOrDefault("READER_ACCOUNTS", "")));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("The environment variable READER_ACCOUNTS is wrong: " + e.getMessage()
                    + ". Set it to account ids separated by commas, or leave it empty.", e);
        }
    }

    /** The service as these settings want it, with a client of its own for the table. */
    BackupApi api() {
        DynamoDbClient client = DynamoDbClient.builder()
                .httpClientBuilder(Apache5HttpClient.builder().connectionTimeout(CONNECT_TIMEOUT))
                .overrideConfiguration(config -> config.apiCallAttemptTimeout(ATTEMPT_TIMEOUT)
                        .apiCallTimeout(LOOKUP_TIMEOUT).retryStrategy(RetryMode.STANDARD))
                .build();
        return new BackupApi(new BackupCatalog(client, tableName), readers);
    }
}
