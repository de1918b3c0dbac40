package org.backupmetadata.lambda.apigateway;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import org.backupmetadata.api.ApiResponse;
import org.backupmetadata.model.Json;

/** Writes results for API Gateway's proxy integrations. Both payload versions have the same members. */
final class ProxyResult {

    private ProxyResult() {
    }

    /** Whether base64 makes a result with that body shorter than the body as text does. */
    static boolean isShorterInBase64(byte[] body) {
        return Json.escapedLength(body) > 4L * ((body.length + 2) / 3);
    }

    /** Writes an answer as a result. */
    static void write(ApiResponse answer, boolean base64, OutputStream output) throws IOException {
        byte[] body = answer.body().asByteArrayUnsafe();
        Json.write(output, json -> {
            json.startObject();
            json.member("statusCode", answer.status());
            json.name("headers");
            json.startObject();
            for (Map.Entry<String, String> header : answer.headers().entrySet()) {
                json.member(header.getKey(), header.getValue());
            }
            json.endObject();
            json.name("body");
            if (base64) {
                json.base64(body);
            } else {
                json.text(body);
            }
            json.member("isBase64Encoded", base64);
            json.endObject();
        });
    }
}
