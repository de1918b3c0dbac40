package org.backupmetadata.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What API Gateway makes of a function's answer. */
record GatewayAnswer(int status, String contentType, String body) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static GatewayAnswer of(byte[] result) {
        try {
            JsonNode answer = JSON.readTree(result);
            String body = answer.path("body").asText();
            return new GatewayAnswer(answer.path("statusCode").asInt(),
                    answer.path("headers").path("Content-Type").asText(),
                    answer.path("isBase64Encoded").asBoolean()
                            ? new String(Base64.getDecoder().decode(body), StandardCharsets.UTF_8)
                            : body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
