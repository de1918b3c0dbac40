package org.backupmetadata.lambda;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.regex.Pattern;
import org.backupmetadata.api.Caller;
import org.backupmetadata.api.Readers;
import org.backupmetadata.catalog.BackupCatalog;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/**
 * The function's settings, read and checked once, when Lambda builds the handler: a wrong one fails the deployment and not
 * the first request. Everything else (Region, credentials, an endpoint for local runs) is the AWS SDK's own configuration.
 *
 * @param tableName {@code TABLE_NAME}: the table of backups
 * @param readers {@code READER_ACCOUNTS}: accounts that may read every account's backups, separated by commas
 * @param tombstoneRetention {@code TOMBSTONE_RETENTION_DAYS}: how long the table remembers a backup that is gone; null, from
 * 0 or nothing, is for ever
 * @param localCaller {@code LOCAL_CALLER_ACCOUNT}: who calls when the front has verified nobody, as {@code sam local} never
 * does; null everywhere else
 */
record Environment(String tableName, Readers readers, @Nullable Duration tombstoneRetention,
        @Nullable Caller localCaller) {

    private static final Pattern DAYS = Pattern.compile("[0-9]{1,5}");

    /** A TCP or TLS connection inside a Region takes milliseconds; one that takes longer is not coming. */
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);

    /**
     * GetItem takes milliseconds too, but the first one of a process that was not restored from a snapshot loads its
     * classes on the fraction of a processor that a small function has: shorter would give up on it.
     */
    private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(3);

    /**
     * One lookup, with up to three attempts. A request makes two at most, and a list that has taken this long asks no
     * further, so its caller has an answer within nine seconds: before the function's own time-out (15) and API Gateway's (29) would answer something else.
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
        return new Environment(tableName, readers(variables.getOrDefault("READER_ACCOUNTS", "")),
                tombstoneRetention(variables.getOrDefault("TOMBSTONE_RETENTION_DAYS", "")), localCaller(variables));
    }

    private static Readers readers(String list) {
        try {
            return Readers.parse(list);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("The environment variable READER_ACCOUNTS is wrong: " + e.getMessage()
                    + ". Set it to account ids separated by commas, or leave it empty.", e);
        }
    }

    private static @Nullable Duration tombstoneRetention(String days) {
        if (!days.isEmpty() && !DAYS.matcher(days).matches()) {
            throw new IllegalArgumentException("The environment variable TOMBSTONE_RETENTION_DAYS is wrong: '" + days
                    + "' is not a number of days. Set it to one, or to 0 for ever.");
        }
        return days.isEmpty() || Integer.parseInt(days) == 0 ? null : Duration.ofDays(Integer.parseInt(days));
    }

    private static @Nullable Caller localCaller(Map<String, String> variables) {
        String account = variables.getOrDefault("LOCAL_CALLER_ACCOUNT", "");
        if (account.isEmpty()) {
            return null;
        }
        if (!isSamLocal(variables)) {
            throw new IllegalArgumentException("The environment variable LOCAL_CALLER_ACCOUNT is for `sam local` only:"
                    + " here it would make a caller of anybody. Remove it.");
        }
        Caller caller = Caller.ofAccount(account);
        if (caller == null) {
            throw new IllegalArgumentException("The environment variable LOCAL_CALLER_ACCOUNT is wrong: '" + account
                    + "' is not a 12-digit AWS account id.");
        }
        return caller;
    }

    /**
     * Whether {@code sam local} runs the function. Anybody who deploys can set its variable, but not Lambda's own: that one
     * is a number in every published version, and API Gateway calls no other.
     */
    private static boolean isSamLocal(Map<String, String> variables) {
        return "true".equals(variables.get("AWS_SAM_LOCAL"))
                && "$LATEST".equals(variables.get("AWS_LAMBDA_FUNCTION_VERSION"));
    }

    /** The catalogue in the table, as that client reaches it. */
    BackupCatalog catalog(DynamoDbClient client) {
        return new BackupCatalog(client, tableName, tombstoneRetention, InstantSource.system());
    }

    /** A new client of the table, which shares nothing with any other, its credentials included. */
    DynamoDbClient client() {
        return configured(DynamoDbClient.builder()).credentialsProvider(DefaultCredentialsProvider.builder().build())
                .httpClientBuilder(Apache5HttpClient.builder().connectionTimeout(CONNECT_TIMEOUT)).build();
    }

    /** Sets what holds for every client, whatever it is connected to. */
    static DynamoDbClientBuilder configured(DynamoDbClientBuilder builder) {
        return builder.overrideConfiguration(config -> config.apiCallAttemptTimeout(ATTEMPT_TIMEOUT)
                .apiCallTimeout(LOOKUP_TIMEOUT).retryStrategy(RetryMode.STANDARD));
    }
}
