package org.backupmetadata.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request, and the events that API Gateway makes of it.
 *
 * @param path as the client sends it, percent-encoded where it is
 * @param query the parameters of the query string, without percent-encoding
 * @param headers besides Content-Type and X-Amz-Target
 * @param caller the account that signed; {@code none} for nobody; anything else is put into the event as it is
 */
public record Events(String method, String path, Map<String, String> query, @Nullable String contentType,
        @Nullable String target, Map<String, String> headers, String caller,
        @SuppressWarnings("ArrayRecordComponent") byte[] body) {

    public static final String REQUEST_ID = "c6af9ac6-7b61-11e6-9a41-93e8deadbeef";

    private static final ObjectMapper JSON = new ObjectMapper();

    static {
        JSON.getFactory().setStreamReadConstraints(
                StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build());
    }

    /** DescribeBackup with that body, by a caller of account 111122223333, as an SDK sends it. */
    public static Events describeBackup(String body) {
        return post("/", "DescribeBackup", "111122223333", body);
    }

    /** ListBackups with that body, likewise. */
    public static Events listBackups(String body) {
        return post("/", "ListBackups", "111122223333", body);
    }

    /** A request for that operation, as an SDK sends it. */
    public static Events post(String path, String operation, String caller, String body) {
        return new Events("POST", path, Map.of(), "application/x-amz-json-1.0", "DynamoDB_20120810." + operation,
                Map.of(), caller, body.getBytes(StandardCharsets.UTF_8));
    }

    /** A GET. */
    public static Events get(String path, Map<String, String> query, String caller) {
        return new Events("GET", path, query, null, null, Map.of(), caller, new byte[0]);
    }

    /** The same request with more headers. */
    public Events with(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.putAll(more);
        return new Events(method, path, query, contentType, target, all, caller, body);
    }

    /** A JSON text as a tree. */
    public static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The event of a REST API: payload version 1.0, the body as text. */
    public String restApi() {
        boolean root = path.equals("/");
        ObjectNode event = JSON.createObjectNode().put("resource", root ? "/" : "/{proxy+}").put("path", path)
                .put("httpMethod", method);
        event.set("pathParameters", root ? null : JSON.createObjectNode().put("proxy", path.substring(1)));
        ObjectNode headers = event.putObject("headers");
        ObjectNode multiValueHeaders = event.putObject("multiValueHeaders");
        if (contentType != null) {
            headers.put("Content-Type", contentType);
            multiValueHeaders.putArray("Content-Type").add(contentType);
        }
        if (target != null) {
            headers.put("X-Amz-Target", target);
            multiValueHeaders.putArray("X-Amz-Target").add(target);
        }
        this.headers.forEach((name, value) -> {
            headers.put(name, value);
            multiValueHeaders.putArray(name).add(value);
        });
        event.set("queryStringParameters", query.isEmpty() ? null : JSON.valueToTree(query));
        ObjectNode context = event.putObject("requestContext").put("accountId", "999999999999").put("stage", "prod")
                .put("requestId", REQUEST_ID);
        ObjectNode identity = context.putObject("identity").put("sourceIp", "192.0.2.1");
        if (!caller.equals("none")) {
            identity.put("accountId", caller).put("userArn", "arn:aws:iam::" + caller + ":user/alice");
        }
        event.put("body", body.length == 0 ? null : new String(body, StandardCharsets.UTF_8));
        return event.put("isBase64Encoded", false).toString();
    }

    /** The event of an HTTP API or a Function URL: payload version 2.0, the body in base64. */
    public String httpApi() {
        ObjectNode event = JSON.createObjectNode().put("version", "2.0").put("routeKey", "$default").put("rawPath",
                decoded());
        ObjectNode headers = event.putObject("headers");
        if (contentType != null) {
            headers.put("content-type", contentType);
        }
        if (target != null) {
            headers.put("x-amz-target", target);
        }
        this.headers.forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        if (!query.isEmpty()) {
            event.set("queryStringParameters", JSON.valueToTree(query));
        }
        ObjectNode context = event.putObject("requestContext").put("accountId", "999999999999").put("stage", "prod")
                .put("requestId", REQUEST_ID);
        context.putObject("http").put("method", method.toUpperCase(Locale.ROOT)).put("path", path);
        if (!caller.equals("none")) {
            context.putObject("authorizer").putObject("iam").put("accountId", caller).put("userArn",
                    "arn:aws:iam::" + caller + ":user/alice");
        }
        if (body.length > 0) {
            event.put("body", Base64.getEncoder().encodeToString(body));
        }
        return event.put("isBase64Encoded", body.length > 0).toString();
    }

    /** The path without percent-encoding, as an HTTP API passes it on. */
    private String decoded() {
        return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** The handler's answer to an event, with a body in base64 decoded, as API Gateway does. */
    public static JsonNode invoke(RequestStreamHandler handler, String event, Context context) {
        try {
            ObjectNode answer = (ObjectNode) JSON.readTree(result(handler, event, context));
            if (answer.path("isBase64Encoded").asBoolean()) {
                answer.put("body", new String(answer.path("body").binaryValue(), StandardCharsets.UTF_8));
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The handler's answer to an event, in bytes. */
    static byte[] result(RequestStreamHandler handler, String event, Context context) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try {
            handler.handleRequest(new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)), output, context);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return output.toByteArray();
    }
}
