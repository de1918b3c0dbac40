package org.backupmetadata.lambda.apigateway;

import java.util.Map;
import java.util.Optional;
import org.backupmetadata.api.Caller;
import org.backupmetadata.api.Readers;
import org.backupmetadata.lambda.settings.Settings;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the functions behind API Gateway.
 *
 * @param tableName {@code TABLE_NAME}: the table of backups
 * @param coverageTableName {@code COVERAGE_TABLE_NAME}: the table of coverage; without it, coverage is not told
 * @param readers {@code READER_ACCOUNTS}: accounts that may read every account's backups, separated by commas
 * @param localCaller {@code LOCAL_CALLER_ACCOUNT}: the caller of requests without a verified one, for
 * {@code sam local}, which verifies nobody; null everywhere else
 */
public record ApiSettings(String tableName, Optional<String> coverageTableName, Readers readers,
        @Nullable Caller localCaller) {

    private static final String LOCAL_CALLER = "LOCAL_CALLER_ACCOUNT";

    /**
     * Reads the settings.
     *
     * @throws IllegalArgumentException if one is missing or wrong; it says which and what to do
     */
    public static ApiSettings of(Map<String, String> variables) {
        Settings settings = new Settings(variables);
        return new ApiSettings(settings.tableName(), settings.find("COVERAGE_TABLE_NAME"),
                settings.parsed("READER_ACCOUNTS", Readers::parse,
                        "Set it to account ids separated by commas, or leave it empty."),
                localCaller(settings));
    }

    private static @Nullable Caller localCaller(Settings settings) {
        if (settings.text(LOCAL_CALLER).isEmpty()) {
            return null;
        }
        if (!isSamLocal(settings)) {
            throw new IllegalArgumentException("The environment variable " + LOCAL_CALLER
                    + " is for `sam local` only: here it would make a caller of anybody. Remove it.");
        }
        return settings.parsed(LOCAL_CALLER, ApiSettings::caller, "Set it to one, or remove it.");
    }

    private static Caller caller(String account) {
        Caller caller = Caller.ofAccount(account);
        if (caller == null) {
            throw new IllegalArgumentException("'" + account + "' is not a 12-digit AWS account id");
        }
        return caller;
    }

    /**
     * Whether {@code sam local} runs the function. Whoever deploys can set {@code AWS_SAM_LOCAL}, but not Lambda's own
     * {@code AWS_LAMBDA_FUNCTION_VERSION}: it is a number in every published version, and API Gateway calls no other.
     */
    private static boolean isSamLocal(Settings settings) {
        return settings.text("AWS_SAM_LOCAL").equals("true")
                && settings.text("AWS_LAMBDA_FUNCTION_VERSION").equals("$LATEST");
    }
}
