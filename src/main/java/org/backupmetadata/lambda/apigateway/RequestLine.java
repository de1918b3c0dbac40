package org.backupmetadata.lambda.apigateway;

import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import java.io.IOException;
import org.backupmetadata.api.RequestLog;
import org.backupmetadata.api.Subject;
import org.backupmetadata.lambda.log.Cause;
import org.backupmetadata.lambda.log.LogLine;
import org.backupmetadata.model.Json;
import org.jspecify.annotations.Nullable;

/**
 * The log's line of a request: {@code INFO} for an answer, {@code ERROR} with the cause for a fault. It has no body, no
 * header and no credential.
 */
final class RequestLine {

    private RequestLine() {
    }

    /**
     * Logs a request that was answered with {@code status} after {@code nanoseconds}.
     *
     * @param requestId the id that the caller got, and may have chosen
     * @param lambdaRequestId the id of the invocation, which nobody can choose
     */
    static void write(LambdaLogger logger, String requestId, String lambdaRequestId, int status,
            RequestLog log, long nanoseconds) {
        LogLevel level = log.fault() == null ? LogLevel.INFO : LogLevel.ERROR;
        logger.log(LogLine.of(level, json -> {
            json.member("requestId", requestId);
            json.member("lambdaRequestId", lambdaRequestId);
            writeIfKnown(json, "caller", log.caller() == null ? null : log.caller().account().digits());
            writeIfKnown(json, "operation", log.operation());
            write(json, log.subject());
            json.member("outcome", outcome(log));
            json.member("status", status);
            writeIfKnown(json, "errorType", log.errorType());
            json.member("milliseconds", nanoseconds / 1e6);
            writeIfKnown(json, "cause", log.fault() == null ? null : Cause.of(log.fault()));
        }), level);
    }

    private static void write(Json.Writer json, @Nullable Subject subject) throws IOException {
        switch (subject) {
            case null -> {
                // the request did not come so far
            }
            case Subject.OneBackup backup -> json.member("backupArn", backup.arn().text());
            case Subject.ListOfBackups list -> {
                json.member("account", list.place().account().digits());
                json.member("region", list.place().region());
                writeIfKnown(json, "tableName", list.tableName());
            }
            case Subject.Completeness coverage -> writeIfKnown(json, "account",
                    coverage.account() == null ? null : coverage.account().digits());
        }
    }

    /** An error is the caller's, a fault is the service's. */
    private static String outcome(RequestLog log) {
        if (log.fault() != null) {
            return "fault";
        }
        return log.errorType() == null ? "success" : "error";
    }

    private static void writeIfKnown(Json.Writer json, String name, @Nullable String value) throws IOException {
        if (value != null) {
            json.member(name, value);
        }
    }
}
