package org.backupmetadata.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.backupmetadata.api.RequestLog;
import org.jspecify.annotations.Nullable;

/**
 * The log's one line for each request, as a JSON object, through Lambda's own logger: {@code INFO} for an answer,
 * {@code ERROR} with the cause for a fault of ours. No body, no header, no credential.
 */
final class RequestLine {

    private static final JsonFactory JSON = new JsonFactory();

    private RequestLine() {
    }

    /** Logs a request that was answered with {@code status} after {@code nanoseconds}. */
    static void write(Context context, String requestId, int status, RequestLog log, long nanoseconds)
            throws IOException {
        StringWriter line = new StringWriter(512);
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            json.writeStringField("requestId", requestId);
            writeIfKnown(json, "caller", log.callerAccount());
            writeIfKnown(json, "operation", log.operation());
            writeIfKnown(json, "backupArn", log.backupArn());
            json.writeNumberField("status", status);
            writeIfKnown(json, "errorType", log.errorType());
            json.writeNumberField("milliseconds", nanoseconds / 1e6);
            writeIfKnown(json, "cause", stackTrace(log.fault()));
            json.writeEndObject();
        }
        context.getLogger().log(line.toString(), log.fault() == null ? LogLevel.INFO : LogLevel.ERROR);
    }

    private static void writeIfKnown(JsonGenerator json, String name, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }

    private static @Nullable String stackTrace(@Nullable Throwable fault) {
        if (fault == null) {
            return null;
        }
        StringWriter text = new StringWriter();
        fault.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
