package org.backupmetadata.lambda.apigateway;

import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import org.backupmetadata.api.RequestLog;
import org.backupmetadata.lambda.log.Cause;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.thirdparty.jackson.core.JsonFactory;
import software.amazon.awssdk.thirdparty.jackson.core.JsonGenerator;

/**
 * The log's line of a request, a JSON object: {@code INFO} for an answer, {@code ERROR} with the cause for a fault. It
 * has no body, no header and no credential.
 *
 * <p>Lambda's logger gets bytes, which it filters by level and writes as they are. It would wrap a text into an object
 * of its own, and log queries could not reach the members. {@code timestamp} and {@code level} are Lambda's names.
 */
final class RequestLine {

    private static final JsonFactory JSON = new JsonFactory();
    private static final DateTimeFormatter TIMESTAMP = new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private RequestLine() {
    }

    /** Logs a request that was answered with {@code status} after {@code nanoseconds}. */
    static void write(LambdaLogger logger, String requestId, int status, RequestLog log, long nanoseconds)
            throws IOException {
        LogLevel level = log.fault() == null ? LogLevel.INFO : LogLevel.ERROR;
        ByteArrayOutputStream line = new ByteArrayOutputStream(512);
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            json.writeStringField("timestamp", TIMESTAMP.format(Instant.now()));
            json.writeStringField("level", level.name());
            json.writeStringField("requestId", requestId);
            writeIfKnown(json, "caller", log.callerAccount());
            writeIfKnown(json, "operation", log.operation());
            writeIfKnown(json, "backupArn", log.backupArn());
            writeIfKnown(json, "account", log.account());
            writeIfKnown(json, "region", log.region());
            writeIfKnown(json, "tableName", log.tableName());
            json.writeStringField("outcome", outcome(log));
            json.writeNumberField("status", status);
            writeIfKnown(json, "errorType", log.errorType());
            json.writeNumberField("milliseconds", nanoseconds / 1e6);
            if (log.fault() != null) {
                json.writeStringField("cause", Cause.of(log.fault()));
            }
            json.writeEndObject();
        }
        line.write('\n');
        logger.log(line.toByteArray(), level);
    }

    /** An error is the caller's, a fault is the service's. */
    private static String outcome(RequestLog log) {
        if (log.fault() != null) {
            return "fault";
        }
        return log.errorType() == null ? "success" : "error";
    }

    private static void writeIfKnown(JsonGenerator json, String name, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }
}
