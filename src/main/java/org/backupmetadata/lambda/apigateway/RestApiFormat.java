package org.backupmetadata.lambda.apigateway;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent.ProxyRequestContext;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent.RequestIdentity;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.backupmetadata.api.ApiRequest;
import org.backupmetadata.api.ApiResponse;
import org.backupmetadata.api.Caller;
import org.backupmetadata.api.Headers;
import org.jspecify.annotations.Nullable;

/** Payload version 1.0, which REST APIs send. */
public final class RestApiFormat implements GatewayFormat {

    @Override
    public ApiRequest read(InputStream json, String requestId) throws IOException {
        APIGatewayProxyRequestEvent event = EventReader.restApiEvent(json);
        ProxyRequestContext gateway = event.getRequestContext();
        RequestIdentity identity = gateway == null ? null : gateway.getIdentity();
        Headers headers = headers(event.getHeaders(), event.getMultiValueHeaders());
        return new ApiRequest(event.getHttpMethod(),
                RoutePath.of(event.getResource(), event.getPathParameters(), event.getPath()),
                EventParts.query(event.getQueryStringParameters()), gateway == null ? null : gateway.getStage(),
                EventParts.host(headers, gateway == null ? null : gateway.getDomainName()), headers,
                EventParts.body(event.getBody(), Boolean.TRUE.equals(event.getIsBase64Encoded())),
                EventParts.requestId(gateway == null ? null : gateway.getRequestId(), requestId),
                Caller.ofAccount(identity == null ? null : identity.getAccountId()));
    }

    private static Headers headers(@Nullable Map<String, String> single,
            @Nullable Map<String, List<String>> multiple) {
        if (multiple == null) {
            return single == null ? Headers.NONE : Headers.of(single);
        }
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        multiple.forEach((name, values) -> {
            if (!values.isEmpty()) {
                headers.put(name, values.getLast());
            }
        });
        if (single != null) {
            headers.putAll(single);
        }
        return Headers.of(headers);
    }

    /** Never in base64: without binary media types, a REST API does not decode it. */
    @Override
    public void write(ApiResponse answer, OutputStream output) throws IOException {
        ProxyResult.write(answer, false, output);
    }

    @Override
    public byte[] eventOf(PrimingRequest request) {
        return request.in("rest-api-event.json", request.body().replace("\"", "\\\""));
    }
}
