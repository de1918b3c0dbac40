package org.backupmetadata.lambda;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent.ProxyRequestContext;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent.RequestIdentity;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.backupmetadata.api.ApiRequest;
import org.jspecify.annotations.Nullable;

/** The function behind a REST API: events of payload version 1.0. */
public final class RestApiHandler extends ApiGatewayHandler {

    /** A REST API would hand base64 on to the client as it is, unless told of binary media types. */
    private static final int NEVER_BASE64 = Integer.MAX_VALUE;

    /** What Lambda calls. */
    public RestApiHandler() {
        this(System.getenv());
    }

    /** A handler with the environment variables that {@code template.yaml} sets, for runs without Lambda. */
    public RestApiHandler(Map<String, String> environment) {
        super(environment, NEVER_BASE64);
    }

    @Override
    ApiRequest read(InputStream json, String requestId) throws IOException {
        APIGatewayProxyRequestEvent event = EventReader.restApiEvent(json);
        ProxyRequestContext front = event.getRequestContext();
        RequestIdentity identity = front == null ? null : front.getIdentity();
        Map<String, String> headers = headers(event.getHeaders(), event.getMultiValueHeaders());
        return new ApiRequest(event.getHttpMethod(), decoded(event.getPath()),
                query(event.getQueryStringParameters()), front == null ? null : front.getStage(),
                host(headers, front == null ? null : front.getDomainName()), headers,
                body(event.getBody(), Boolean.TRUE.equals(event.getIsBase64Encoded())),
                requestId(front == null ? null : front.getRequestId(), requestId),
                caller(identity == null ? null : identity.getAccountId()));
    }

    /** A REST API hands paths on as they were sent. In a path, a plus sign is a plus sign. */
    private static @Nullable String decoded(@Nullable String path) {
        if (path == null || path.indexOf('%') < 0) {
            return path;
        }
        try {
            return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return path; // a stray percent sign: as it stands, it is no path of ours
        }
    }

    private static Map<String, String> headers(@Nullable Map<String, String> single,
            @Nullable Map<String, List<String>> multiple) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        if (multiple != null) {
            multiple.forEach((name, values) -> {
                if (!values.isEmpty()) {
                    headers.put(name, values.getLast());
                }
            });
        }
        if (single != null) {
            headers.putAll(single);
        }
        return headers;
    }

    @Override
    String event(String method, String path, String target, String account, String body) {
        return """
                {"resource":"%2$s","path":"%2$s","httpMethod":"%1$s",
                 "headers":{"Content-Type":"application/x-amz-json-1.0","X-Amz-Target":"%3$s"},
                 "multiValueHeaders":{"Content-Type":["application/x-amz-json-1.0"],"X-Amz-Target":["%3$s"]},
                 "queryStringParameters":null,"stageVariables":null,
                 "requestContext":{"stage":"prod","requestId":"priming","identity":{"accountId":"%4$s","userArn":null}},
                 "body":"%5$s","isBase64Encoded":false}""".formatted(method, path, target, account,
                body.replace("\"", "\\\""));
    }
}
