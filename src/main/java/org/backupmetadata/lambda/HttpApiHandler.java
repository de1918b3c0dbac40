package org.backupmetadata.lambda;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.backupmetadata.api.ApiRequest;
import org.backupmetadata.api.Caller;
import org.jspecify.annotations.Nullable;

/** The function behind an HTTP API or a Function URL: events of payload version 2.0. */
public final class HttpApiHandler extends ApiGatewayHandler {

    /**
     * Only an input that is quoted back makes a body so long. One that came in base64 and is full of quotation marks,
     * escaped once in the body and again in the result, would outgrow the 6 MB that Lambda lets a result have.
     */
    private static final int BASE64_FROM = 1_000_000;

    /** What Lambda calls. */
    public HttpApiHandler() {
        this(System.getenv());
    }

    /** A handler with the environment variables that {@code template.yaml} sets, for runs without Lambda. */
    public HttpApiHandler(Map<String, String> environment) {
        super(environment, BASE64_FROM);
    }

    @Override
    ApiRequest read(InputStream json, String requestId) throws IOException {
        APIGatewayV2HTTPEvent event = EventReader.httpApiEvent(json);
        APIGatewayV2HTTPEvent.RequestContext front = event.getRequestContext();
        APIGatewayV2HTTPEvent.RequestContext.Http http = front == null ? null : front.getHttp();
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        if (event.getHeaders() != null) {
            headers.putAll(event.getHeaders());
        }
        return new ApiRequest(http == null ? null : http.getMethod(), event.getRawPath(),
                query(event.getQueryStringParameters()), front == null ? null : front.getStage(),
                host(headers, front == null ? null : front.getDomainName()), headers,
                body(event.getBody(), event.getIsBase64Encoded()),
                requestId(front == null ? null : front.getRequestId(), requestId), verified(front));
    }

    private @Nullable Caller verified(APIGatewayV2HTTPEvent.@Nullable RequestContext front) {
        APIGatewayV2HTTPEvent.RequestContext.Authorizer authorizer = front == null ? null : front.getAuthorizer();
        APIGatewayV2HTTPEvent.RequestContext.IAM iam = authorizer == null ? null : authorizer.getIam();
        return caller(iam == null ? null : iam.getAccountId());
    }

    @Override
    String event(String method, String path, String target, String account, String body) {
        return """
                {"version":"2.0","routeKey":"$default","rawPath":"%2$s","rawQueryString":"",
                 "headers":{"content-type":"application/x-amz-json-1.0","x-amz-target":"%3$s"},
                 "requestContext":{"stage":"$default","requestId":"priming","http":{"method":"%1$s","path":"%2$s"},
                 "authorizer":{"iam":{"accountId":"%4$s","userArn":null}}},
                 "body":"%5$s","isBase64Encoded":true}""".formatted(method, path, target, account,
                Base64.getEncoder().encodeToString(body.getBytes(StandardCharsets.UTF_8)));
    }
}
