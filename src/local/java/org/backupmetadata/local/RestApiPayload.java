package org.backupmetadata.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.backupmetadata.local.HttpRequest.Header;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;

/** Payload 1.0: the events of a REST API with IAM authorisation and without binary media types. */
final class RestApiPayload extends PayloadFormat {

    static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    /** Headers of a function's answer that API Gateway renames, since it sets them itself. */
    private static final Set<String> REMAPPED = caseInsensitive("Connection", "Content-Length", "Date", "Server",
            "WWW-Authenticate");

    @Override
    ObjectNode eventOf(HttpRequest request) {
        String path = request.isBelowStage()
                ? request.rawPath().substring(request.stage().length() + 1)
                : request.rawPath();
        boolean root = path.isEmpty() || path.equals("/");
        ObjectNode event = JSON.createObjectNode();
        event.put("resource", root ? "/" : "/{proxy+}").put("path", root ? "/" : path);
        event.put("httpMethod", request.method());
        event.set("headers", lasts(request.headerValues()));
        event.set("multiValueHeaders", JSON.valueToTree(request.headerValues()));
        Map<String, List<String>> query = HttpRequest.queryValues(request.query());
        event.set("queryStringParameters", query.isEmpty() ? JSON.nullNode() : lasts(query));
        event.set("multiValueQueryStringParameters", query.isEmpty() ? JSON.nullNode() : JSON.valueToTree(query));
        event.set("pathParameters", root ? JSON.nullNode() : JSON.createObjectNode().put("proxy", path.substring(1)));
        event.putNull("stageVariables");
        event.set("requestContext", context(request, root));
        String body = new String(request.body().asByteArrayUnsafe(), StandardCharsets.UTF_8);
        event.put("body", body.isEmpty() ? null : body);
        return event.put("isBase64Encoded", false);
    }

    private static ObjectNode lasts(Map<String, List<String>> values) {
        ObjectNode lasts = JSON.createObjectNode();
        values.forEach((name, list) -> lasts.put(name, list.getLast()));
        return lasts;
    }

    private static ObjectNode context(HttpRequest request, boolean root) {
        ObjectNode context = JSON.createObjectNode();
        context.put("resourceId", API_ID).put("resourcePath", root ? "/" : "/{proxy+}");
        context.put("httpMethod", request.method()).put("path", request.rawPath()).put("stage", request.stage());
        context.put("accountId", API_OWNER).put("apiId", API_ID).put("protocol", request.protocol());
        context.put("domainName", request.header("Host")).put("domainPrefix", API_ID);
        context.put("requestId", request.requestId()).put("extendedRequestId", request.requestId());
        context.put("requestTime", TIME.format(request.time())).put("requestTimeEpoch", request.time().toEpochMilli());
        context.set("identity", identity(request, request.caller()));
        return context;
    }

    private static ObjectNode identity(HttpRequest request, @Nullable LocalCaller caller) {
        ObjectNode identity = JSON.createObjectNode();
        identity.put("accountId", caller == null ? null : caller.account());
        identity.put("accessKey", caller == null ? null : caller.accessKeyId());
        identity.put("caller", caller == null ? null : caller.userId());
        identity.put("user", caller == null ? null : caller.userId());
        identity.put("userArn", caller == null ? null : caller.userArn());
        identity.put("sourceIp", request.sourceIp());
        identity.put("userAgent", request.header("User-Agent"));
        identity.putNull("principalOrgId").putNull("cognitoIdentityPoolId").putNull("cognitoIdentityId");
        return identity.putNull("cognitoAuthenticationType").putNull("cognitoAuthenticationProvider");
    }

    @Override
    HttpAnswer refusal(RefusedException refused, String requestId) throws IOException {
        return GatewayResponses.answer(refused, requestId);
    }

    @Override
    HttpAnswer failure(String requestId) {
        return new HttpAnswer(502,
                List.of(new Header("Content-Type", "application/json"), new Header("x-amzn-RequestId", requestId),
                        new Header("x-amzn-ErrorType", "InternalServerErrorException")),
                SdkBytes.fromUtf8String("{\"message\": \"Internal server error\"}"));
    }

    /** The headers of both maps of the result. If both have a name, the map with many values counts. */
    @Override
    List<Header> headers(JsonNode result) {
        JsonNode multiple = result.path("multiValueHeaders");
        List<Header> headers = new ArrayList<>(singleHeaders(result.path("headers")));
        headers.removeIf(header -> multiple.has(header.name()));
        multiple.properties().forEach(entry -> {
            if (entry.getValue() instanceof ArrayNode values) {
                values.forEach(value -> headers.add(new Header(entry.getKey(), value.asText())));
            }
        });
        return headers.stream().map(RestApiPayload::remapped).toList();
    }

    private static Header remapped(Header header) {
        return REMAPPED.contains(header.name())
                ? new Header("x-amzn-Remapped-" + header.name(), header.value())
                : header;
    }

    /** The body as it is, even if it is base64: a REST API without binary media types does not decode it. */
    @Override
    SdkBytes body(JsonNode result) {
        return SdkBytes.fromUtf8String(text(result));
    }
}
