package org.backupmetadata.lambda.apigateway;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import org.backupmetadata.api.ApiResponse;
import software.amazon.awssdk.thirdparty.jackson.core.JsonFactory;
import software.amazon.awssdk.thirdparty.jackson.core.JsonGenerator;
import software.amazon.awssdk.thirdparty.jackson.core.io.CharTypes;

/** Writes results for API Gateway's proxy integrations. Both payload versions have the same members. */
final class ProxyResult {

    private static final JsonFactory JSON = new JsonFactory();

    private ProxyResult() {
    }

    /** Whether base64 makes a result with that body shorter than the body as text does. */
    static boolean isShorterInBase64(byte[] body) {
        int[] escapes = CharTypes.get7BitOutputEscapes();
        long escaped = 0;
        for (byte each : body) {
            int escape = each < 0 ? 0 : escapes[each];
            escaped += escape == 0 ? 1 : escape > 0 ? 2 : 6;
        }
        return escaped > 4L * ((body.length + 2) / 3);
    }

    /** Writes an answer as a result. */
    static void write(ApiResponse answer, boolean base64, OutputStream output) throws IOException {
        byte[] body = answer.body().asByteArrayUnsafe();
        try (JsonGenerator json = JSON.createGenerator(output)) {
            json.writeStartObject();
            json.writeNumberField("statusCode", answer.status());
            json.writeObjectFieldStart("headers");
            for (Map.Entry<String, String> header : answer.headers().entrySet()) {
                json.writeStringField(header.getKey(), header.getValue());
            }
            json.writeEndObject();
            json.writeFieldName("body");
            if (base64) {
                json.writeBinary(body);
            } else {
                json.writeUTF8String(body, 0, body.length);
            }
            json.writeBooleanField("isBase64Encoded", base64);
            json.writeEndObject();
        }
    }
}
