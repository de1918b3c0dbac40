package org.backupmetadata.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.backupmetadata.local.HttpRequest.Header;
import software.amazon.awssdk.core.SdkBytes;

/** The answers that a REST API gives by itself, as {@code template.yaml} shapes them. */
final class GatewayResponses {

    private static final ObjectMapper JSON = new ObjectMapper();

    private GatewayResponses() {
    }

    /** The answer to a request that API Gateway refuses. */
    static HttpAnswer answer(RefusedException refused, String requestId) throws IOException {
        JsonNode response = JSON.<JsonNode>valueToTree(TemplateYaml.load(Path.of("template.yaml")))
                .at("/Resources/BackupMetadataApi/Properties/GatewayResponses").path(refused.type());
        List<Header> headers = new ArrayList<>(List.of(new Header("x-amzn-RequestId", requestId)));
        response.at("/ResponseParameters/Headers").properties()
                .forEach(header -> headers
                        .add(new Header(header.getKey(), header.getValue().asText().replace("'", ""))));
        String body = response.path("ResponseTemplates").path("application/json").asText()
                .replace("$context.error.messageString", JSON.writeValueAsString(refused.getMessage()));
        return new HttpAnswer(response.path("StatusCode").asInt(), headers, SdkBytes.fromUtf8String(body));
    }
}
