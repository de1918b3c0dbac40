package org.backupmetadata.lambda.apigateway;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent.ProxyRequestContext;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent.RequestIdentity;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.backupmetadata.model.Json;
import org.backupmetadata.model.Json.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Reads API Gateway's events into the event library's types, as far as this service looks at them.
 *
 * <p>The runtime client's own serializers are not used: they fail on an event that nests too deeply or has an
 * unexpected type anywhere, before a handler is called, and they cost more on every call. Here a member of another type
 * than the documented one counts as absent.
 */
final class EventReader {

    private EventReader() {
    }

    /** Reads a payload of version 1.0, which REST APIs send. */
    static APIGatewayProxyRequestEvent restApiEvent(InputStream json) throws IOException {
        APIGatewayProxyRequestEvent event = new APIGatewayProxyRequestEvent();
        return Json.read(json, object -> {
            object.members((name, value) -> {
                switch (name) {
                    case "httpMethod" -> event.setHttpMethod(text(value));
                    case "resource" -> event.setResource(text(value));
                    case "path" -> event.setPath(text(value));
                    case "pathParameters" -> event.setPathParameters(texts(value));
                    case "queryStringParameters" -> event.setQueryStringParameters(texts(value));
                    case "headers" -> event.setHeaders(texts(value));
                    case "multiValueHeaders" -> event.setMultiValueHeaders(multiValueHeaders(event, value));
                    case "body" -> event.setBody(text(value));
                    case "isBase64Encoded" -> event.setIsBase64Encoded(value.kind() == Kind.TRUE);
                    case "requestContext" -> event.setRequestContext(restApiContext(value));
                    default -> {
                        // of no interest here
                    }
                }
            });
            return event;
        });
    }

    /** REST APIs send headers twice. The lists are read only if the plain form was absent. */
    private static @Nullable Map<String, List<String>> multiValueHeaders(APIGatewayProxyRequestEvent event,
            Json.Reader json) throws IOException {
        return event.getHeaders() == null || event.getHeaders().isEmpty() ? lists(json) : null;
    }

    private static ProxyRequestContext restApiContext(Json.Reader json) throws IOException {
        ProxyRequestContext context = new ProxyRequestContext();
        json.members((name, value) -> {
            switch (name) {
                case "requestId" -> context.setRequestId(text(value));
                case "stage" -> context.setStage(text(value));
                case "domainName" -> context.setDomainName(text(value));
                case "identity" -> context.setIdentity(identity(value));
                default -> {
                    // of no interest here
                }
            }
        });
        return context;
    }

    private static RequestIdentity identity(Json.Reader json) throws IOException {
        RequestIdentity identity = new RequestIdentity();
        readMember(json, "accountId", value -> identity.setAccountId(text(value)));
        return identity;
    }

    /** Reads a payload of version 2.0, which HTTP APIs and Function URLs send. */
    static APIGatewayV2HTTPEvent httpApiEvent(InputStream json) throws IOException {
        APIGatewayV2HTTPEvent event = new APIGatewayV2HTTPEvent();
        return Json.read(json, object -> {
            object.members((name, value) -> {
                switch (name) {
                    case "routeKey" -> event.setRouteKey(text(value));
                    case "rawPath" -> event.setRawPath(text(value));
                    case "pathParameters" -> event.setPathParameters(texts(value));
                    case "queryStringParameters" -> event.setQueryStringParameters(texts(value));
                    case "headers" -> event.setHeaders(texts(value));
                    case "body" -> event.setBody(text(value));
                    case "isBase64Encoded" -> event.setIsBase64Encoded(value.kind() == Kind.TRUE);
                    case "requestContext" -> event.setRequestContext(httpApiContext(value));
                    default -> {
                        // of no interest here
                    }
                }
            });
            return event;
        });
    }

    private static APIGatewayV2HTTPEvent.RequestContext httpApiContext(Json.Reader json) throws IOException {
        APIGatewayV2HTTPEvent.RequestContext context = new APIGatewayV2HTTPEvent.RequestContext();
        json.members((name, value) -> {
            switch (name) {
                case "requestId" -> context.setRequestId(text(value));
                case "stage" -> context.setStage(text(value));
                case "domainName" -> context.setDomainName(text(value));
                case "domainPrefix" -> context.setDomainPrefix(text(value));
                case "apiId" -> context.setApiId(text(value));
                case "http" -> context.setHttp(http(value));
                case "authorizer" -> context.setAuthorizer(authorizer(value));
                default -> {
                    // of no interest here
                }
            }
        });
        return context;
    }

    private static APIGatewayV2HTTPEvent.RequestContext.Http http(Json.Reader json) throws IOException {
        APIGatewayV2HTTPEvent.RequestContext.Http http = new APIGatewayV2HTTPEvent.RequestContext.Http();
        readMember(json, "method", value -> http.setMethod(text(value)));
        return http;
    }

    private static APIGatewayV2HTTPEvent.RequestContext.Authorizer authorizer(Json.Reader json) throws IOException {
        APIGatewayV2HTTPEvent.RequestContext.Authorizer authorizer = new APIGatewayV2HTTPEvent.RequestContext.Authorizer();
        readMember(json, "iam", value -> authorizer.setIam(iam(value)));
        return authorizer;
    }

    private static APIGatewayV2HTTPEvent.RequestContext.IAM iam(Json.Reader json) throws IOException {
        APIGatewayV2HTTPEvent.RequestContext.IAM iam = new APIGatewayV2HTTPEvent.RequestContext.IAM();
        readMember(json, "accountId", value -> iam.setAccountId(text(value)));
        return iam;
    }

    /** Reads one member of an object, and skips the others. */
    private static void readMember(Json.Reader json, String wanted, Json.Element member) throws IOException {
        json.members((name, value) -> {
            if (name.equals(wanted)) {
                member.read(value);
            }
        });
    }

    private static @Nullable String text(Json.Reader json) throws IOException {
        return json.kind() == Kind.STRING ? json.text() : null;
    }

    private static Map<String, String> texts(Json.Reader json) throws IOException {
        Map<String, String> texts = new HashMap<>();
        json.members((name, value) -> {
            if (value.kind() == Kind.STRING) {
                texts.put(name, value.text());
            }
        });
        return texts;
    }

    private static Map<String, List<String>> lists(Json.Reader json) throws IOException {
        Map<String, List<String>> lists = new HashMap<>();
        json.members((name, value) -> lists.put(name, list(value)));
        return lists;
    }

    private static List<String> list(Json.Reader json) throws IOException {
        List<String> list = new ArrayList<>();
        json.elements(value -> {
            if (value.kind() == Kind.STRING) {
                list.add(value.text());
            }
        });
        return list;
    }
}
