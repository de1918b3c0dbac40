package org.backupmetadata.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.backupmetadata.local.HttpRequest.Header;
import software.amazon.awssdk.core.SdkBytes;

/** Payload 2.0: the events of an HTTP API or a Function URL with IAM authorisation. */
final class HttpApiPayload extends PayloadFormat {

    /** Bodies of these types arrive as text, all others in base64; DynamoDB's type is one of the others. */
    private static final Pattern TEXT = Pattern.compile("text/.*|application/(json|javascript|xml)( *;.*)?",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    @Override
    ObjectNode eventOf(HttpRequest request) {
        ObjectNode event = JSON.createObjectNode();
        event.put("version", "2.0").put("routeKey", "$default");
        event.put("rawPath", decoded(request.rawPath())).put("rawQueryString", request.query());
        ObjectNode headers = JSON.createObjectNode();
        request.headerValues().forEach((name, values) -> {
            if (name.equalsIgnoreCase("Cookie")) {
                event.set("cookies", JSON.valueToTree(List.of(String.join("; ", values).split("; *"))));
            } else {
                headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values));
            }
        });
        event.set("headers", headers);
        Map<String, List<String>> query = HttpRequest.queryValues(request.query());
        if (!query.isEmpty()) {
            ObjectNode parameters = event.putObject("queryStringParameters");
            query.forEach((name, values) -> parameters.put(name, String.join(",", values)));
        }
        event.set("requestContext", context(request));
        putBody(event, request);
        return event;
    }

    private static void putBody(ObjectNode event, HttpRequest request) {
        byte[] body = request.body().asByteArrayUnsafe();
        boolean base64 = body.length > 0 && !TEXT.matcher(request.header("Content-Type")).matches();
        if (body.length > 0) {
            event.put("body",
                    base64 ? Base64.getEncoder().encodeToString(body) : new String(body, StandardCharsets.UTF_8));
        }
        event.put("isBase64Encoded", base64);
    }

    private static ObjectNode context(HttpRequest request) {
        ObjectNode context = JSON.createObjectNode();
        context.put("accountId", API_OWNER).put("apiId", API_ID);
        LocalCaller caller = request.caller();
        if (caller != null) {
            context.putObject("authorizer").putObject("iam").put("accessKey", caller.accessKeyId())
                    .put("accountId", caller.account()).put("callerId", caller.userId()).putNull("cognitoIdentity")
                    .putNull("principalOrgId").put("userArn", caller.userArn()).put("userId", caller.userId());
        }
        context.put("domainName", request.header("Host")).put("domainPrefix", API_ID);
        context.putObject("http").put("method", request.method()).put("path", decoded(request.rawPath()))
                .put("protocol", request.protocol()).put("sourceIp", request.sourceIp())
                .put("userAgent", request.header("User-Agent"));
        context.put("requestId", request.requestId()).put("routeKey", "$default");
        context.put("stage", request.isBelowStage() ? request.stage() : "$default");
        context.put("time", RestApiPayload.TIME.format(request.time()));
        return context.put("timeEpoch", request.time().toEpochMilli());
    }

    /** Unlike a REST API, an HTTP API passes paths on decoded. In a path a plus sign is a plus sign. */
    private static String decoded(String path) {
        return HttpRequest.decoded(path.replace("+", "%2B"));
    }

    /** The same for every reason, since the answers of an HTTP API itself cannot be shaped. */
    @Override
    HttpAnswer refusal(RefusedException refused, String requestId) {
        return new HttpAnswer(403,
                List.of(new Header("Content-Type", "application/json"), new Header("apigw-requestid", requestId)),
                SdkBytes.fromUtf8String("{\"message\":\"Forbidden\"}"));
    }

    @Override
    HttpAnswer failure(String requestId) {
        return new HttpAnswer(500,
                List.of(new Header("Content-Type", "application/json"), new Header("apigw-requestid", requestId)),
                SdkBytes.fromUtf8String("{\"message\":\"Internal Server Error\"}"));
    }

    @Override
    List<Header> headers(JsonNode result) {
        List<Header> headers = new ArrayList<>(singleHeaders(result.path("headers")));
        result.path("cookies").forEach(cookie -> headers.add(new Header("Set-Cookie", cookie.asText())));
        return headers;
    }

    @Override
    SdkBytes body(JsonNode result) throws IOException {
        String text = text(result);
        if (!result.path("isBase64Encoded").asBoolean()) {
            return SdkBytes.fromUtf8String(text);
        }
        try {
            return SdkBytes.fromByteArrayUnsafe(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            throw new IOException("the function's body is not base64", e);
        }
    }
}
