package org.backupmetadata.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.backupmetadata.api.ApiRequest;
import org.backupmetadata.api.ApiResponse;
import org.backupmetadata.api.BackupApi;
import org.backupmetadata.api.RequestLog;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;

/** What every entry point does with an event once it knows how to read it: answer, write the answer, keep the log. */
final class Invocation {

    private static final JsonFactory JSON = new JsonFactory();

    private final BackupApi api;
    private final int base64From;

    /** {@code base64From}: how many characters a body must have to leave base64-encoded. */
    Invocation(BackupApi api, int base64From) {
        this.api = api;
        this.base64From = base64From;
    }

    /** Reads the request out of the event. */
    interface Event {
        ApiRequest read() throws IOException;
    }

    /** Answers the request that {@code event} brings, whatever it is, on {@code output}. */
    void run(Event event, OutputStream output, Context context) throws IOException {
        long start = System.nanoTime();
        RequestLog log = new RequestLog();
        ApiRequest request = read(event, context);
        ApiResponse response = api.handle(request, log);
        write(response, output);
        RequestLine.write(context, request.requestId(), response.status(), log, System.nanoTime() - start);
    }

    /** An event that is not even JSON has nothing that could be asked for: it is answered as a request for nothing. */
    private static ApiRequest read(Event event, Context context) {
        try {
            return event.read();
        } catch (IOException e) {
            return new ApiRequest(null, null, null, Map.of(), body(null, false), context.getAwsRequestId(), null);
        }
    }

    /** The id under which the front knows the request, or Lambda's own if the front gave none. */
    static String requestId(@Nullable String front, Context context) {
        return front == null || front.isEmpty() ? context.getAwsRequestId() : front;
    }

    /** The body as the client sent it. What claims to be base64 and is not is taken as it stands. */
    static SdkBytes body(@Nullable String body, boolean base64) {
        if (body == null) {
            return SdkBytes.fromByteArrayUnsafe(new byte[0]);
        }
        if (base64) {
            try {
                return SdkBytes.fromByteArrayUnsafe(Base64.getDecoder().decode(body));
            } catch (IllegalArgumentException e) {
                return SdkBytes.fromUtf8String(body);
            }
        }
        return SdkBytes.fromUtf8String(body);
    }

    private void write(ApiResponse response, OutputStream output) throws IOException {
        String body = response.body();
        boolean base64 = body.length() >= base64From;
        try (JsonGenerator json = JSON.createGenerator(output)) {
            json.writeStartObject();
            json.writeNumberField("statusCode", response.status());
            json.writeObjectFieldStart("headers");
            for (Map.Entry<String, String> header : response.headers().entrySet()) {
                json.writeStringField(header.getKey(), header.getValue());
            }
            json.writeEndObject();
            json.writeStringField("body",
                    base64 ? Base64.getEncoder().encodeToString(body.getBytes(StandardCharsets.UTF_8)) : body);
            json.writeBooleanField("isBase64Encoded", base64);
            json.writeEndObject();
        }
    }
}
