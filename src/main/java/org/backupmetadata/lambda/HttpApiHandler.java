package org.backupmetadata.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.TreeMap;
import org.backupmetadata.api.ApiRequest;
import org.backupmetadata.api.Caller;
import org.jspecify.annotations.Nullable;

/** The function behind an HTTP API or a Function URL: events of payload version 2.0. */
public final class HttpApiHandler implements RequestStreamHandler {

    /**
     * Only an input that is quoted back makes a body so long. It came in base64, and one full of quotation marks, escaped
     * once in the body and again in the result, would outgrow the 6 MB that Lambda lets a result have.
     */
    private static final int BASE64_FROM = 1_000_000;

    private final Invocation invocation;

    /** What Lambda calls. */
    public HttpApiHandler() {
        this(System.getenv());
    }

    /** A handler with the environment variables that {@code template.yaml} sets, for runs without Lambda. */
    public HttpApiHandler(Map<String, String> environment) {
        this.invocation = new Invocation(Environment.of(environment).api(), BASE64_FROM);
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        invocation.run(() -> request(EventReader.httpApiEvent(input), context), output, context);
    }

    private static ApiRequest request(APIGatewayV2HTTPEvent event, Context context) {
        APIGatewayV2HTTPEvent.RequestContext front = event.getRequestContext();
        APIGatewayV2HTTPEvent.RequestContext.Http http = front == null ? null : front.getHttp();
        String requestId = front == null ? null : front.getRequestId();
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        if (event.getHeaders() != null) {
            headers.putAll(event.getHeaders());
        }
        return new ApiRequest(http == null ? null : http.getMethod(), event.getRawPath(),
                front == null ? null : front.getStage(), headers,
                Invocation.body(event.getBody(), event.getIsBase64Encoded()),
                Invocation.requestId(requestId, context), caller(front));
    }

    private static @Nullable Caller caller(APIGatewayV2HTTPEvent.@Nullable RequestContext front) {
        APIGatewayV2HTTPEvent.RequestContext.Authorizer authorizer = front == null ? null : front.getAuthorizer();
        APIGatewayV2HTTPEvent.RequestContext.IAM iam = authorizer == null ? null : authorizer.getIam();
        return Caller.ofAccount(iam == null ? null : iam.getAccountId());
    }
}
