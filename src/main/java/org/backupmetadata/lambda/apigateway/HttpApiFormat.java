package org.backupmetadata.lambda.apigateway;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.backupmetadata.api.ApiRequest;
import org.backupmetadata.api.ApiResponse;
import org.backupmetadata.api.Caller;
import org.backupmetadata.api.Headers;
import org.jspecify.annotations.Nullable;

/** Payload version 2.0, which HTTP APIs and Function URLs send. */
public final class HttpApiFormat implements GatewayFormat {

    /**
     * From this size on, in bytes, a body is sent in base64 if that is shorter. Only a quoted input makes a body so
     * long. If it is full of quotation marks, they are escaped in the body and again in the result, which could exceed
     * Lambda's 6 MB.
     */
    private static final int BASE64_FROM = 1_000_000;

    @Override
    public ApiRequest read(InputStream json, String requestId) throws IOException {
        APIGatewayV2HTTPEvent event = EventReader.httpApiEvent(json);
        APIGatewayV2HTTPEvent.RequestContext gateway = event.getRequestContext();
        APIGatewayV2HTTPEvent.RequestContext.Http http = gateway == null ? null : gateway.getHttp();
        Headers headers = event.getHeaders() == null ? Headers.NONE : Headers.of(event.getHeaders());
        return new ApiRequest(http == null ? null : http.getMethod(),
                RoutePath.ofRouteKey(event.getRouteKey(), event.getPathParameters(), event.getRawPath(),
                        isOfCustomDomain(gateway)),
                EventParts.query(event.getQueryStringParameters()), gateway == null ? null : gateway.getStage(),
                EventParts.host(headers, gateway == null ? null : gateway.getDomainName()), headers,
                EventParts.body(event.getBody(), event.getIsBase64Encoded()),
                EventParts.requestId(gateway == null ? null : gateway.getRequestId(), requestId), caller(gateway));
    }

    /** A domain that API Gateway or Lambda gave begins with the API's id. */
    private static boolean isOfCustomDomain(APIGatewayV2HTTPEvent.@Nullable RequestContext gateway) {
        return gateway != null && gateway.getApiId() != null && gateway.getDomainPrefix() != null
                && !gateway.getApiId().equals(gateway.getDomainPrefix());
    }

    private static @Nullable Caller caller(APIGatewayV2HTTPEvent.@Nullable RequestContext gateway) {
        APIGatewayV2HTTPEvent.RequestContext.Authorizer authorizer = gateway == null ? null : gateway.getAuthorizer();
        APIGatewayV2HTTPEvent.RequestContext.IAM iam = authorizer == null ? null : authorizer.getIam();
        return Caller.ofAccount(iam == null ? null : iam.getAccountId());
    }

    @Override
    public void write(ApiResponse answer, OutputStream output) throws IOException {
        byte[] body = answer.body().asByteArrayUnsafe();
        ProxyResult.write(answer, body.length >= BASE64_FROM && ProxyResult.isShorterInBase64(body), output);
    }

    @Override
    public byte[] eventOf(PrimingRequest request) {
        return request.in("http-api-event.json",
                Base64.getEncoder().encodeToString(request.body().getBytes(StandardCharsets.UTF_8)));
    }
}
