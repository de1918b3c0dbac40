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
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.thirdparty.jackson.core.JsonFactory;
import software.amazon.awssdk.thirdparty.jackson.core.JsonParser;
import software.amazon.awssdk.thirdparty.jackson.core.JsonToken;
import software.amazon.awssdk.thirdparty.jackson.core.StreamReadConstraints;

/**
 * Reads API Gateway's events into the event library's types, as far as this service looks at them.
 *
 * <p>The runtime client's own serializers are not used: they fail on an event that nests too deeply or has an
 * unexpected type anywhere, before a handler is called, and they cost more on every call. Here a member of another type
 * than the documented one counts as absent.
 */
final class EventReader {

    /** A limit, since 6 MB of brackets would take all the memory of a small function. */
    private static final int MAX_NESTING = 1_000_000;

    /**
     * Names are kept from event to event, since they are API Gateway's own; Jackson forgets them when a caller's odd headers
     * make too many.
     */
    private static final JsonFactory JSON = JsonFactory.builder().disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_NESTING)
                    .maxNumberLength(Integer.MAX_VALUE).maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE).build())
            .build();

    private EventReader() {
    }

    /** Reads a payload of version 1.0, which REST APIs send. */
    static APIGatewayProxyRequestEvent restApiEvent(InputStream json) throws IOException {
        APIGatewayProxyRequestEvent event = new APIGatewayProxyRequestEvent();
        readObject(json, (name, parser) -> {
            switch (name) {
                case "httpMethod" -> event.setHttpMethod(text(parser));
                case "path" -> event.setPath(text(parser));
                case "queryStringParameters" -> event.setQueryStringParameters(texts(parser));
                case "headers" -> event.setHeaders(texts(parser));
                case "multiValueHeaders" -> event.setMultiValueHeaders(multiValueHeaders(event, parser));
                case "body" -> event.setBody(text(parser));
                case "isBase64Encoded" -> event.setIsBase64Encoded(parser.currentToken() == JsonToken.VALUE_TRUE);
                case "requestContext" -> event.setRequestContext(restApiContext(parser));
                default -> parser.skipChildren();
            }
        });
        return event;
    }

    /** REST APIs send headers twice. The lists are read only if the plain form was absent. */
    private static @Nullable Map<String, List<String>> multiValueHeaders(APIGatewayProxyRequestEvent event,
            JsonParser json) throws IOException {
        if (event.getHeaders() == null || event.getHeaders().isEmpty()) {
            return lists(json);
        }
        json.skipChildren();
        return null;
    }

    private static ProxyRequestContext restApiContext(JsonParser json) throws IOException {
        ProxyRequestContext context = new ProxyRequestContext();
        readMembers(json, (name, parser) -> {
            switch (name) {
                case "requestId" -> context.setRequestId(text(parser));
                case "stage" -> context.setStage(text(parser));
                case "domainName" -> context.setDomainName(text(parser));
                case "identity" -> context.setIdentity(identity(parser));
                default -> parser.skipChildren();
            }
        });
        return context;
    }

    private static RequestIdentity identity(JsonParser json) throws IOException {
        RequestIdentity identity = new RequestIdentity();
        readMember(json, "accountId", value -> identity.setAccountId(text(value)));
        return identity;
    }

    /** Reads a payload of version 2.0, which HTTP APIs and Function URLs send. */
    static APIGatewayV2HTTPEvent httpApiEvent(InputStream json) throws IOException {
        APIGatewayV2HTTPEvent event = new APIGatewayV2HTTPEvent();
        readObject(json, (name, parser) -> {
            switch (name) {
                case "rawPath" -> event.setRawPath(text(parser));
                case "queryStringParameters" -> event.setQueryStringParameters(texts(parser));
                case "headers" -> event.setHeaders(texts(parser));
                case "body" -> event.setBody(text(parser));
                case "isBase64Encoded" -> event.setIsBase64Encoded(parser.currentToken() == JsonToken.VALUE_TRUE);
                case "requestContext" -> event.setRequestContext(httpApiContext(parser));
                default -> parser.skipChildren();
            }
        });
        return event;
    }

    private static APIGatewayV2HTTPEvent.RequestContext httpApiContext(JsonParser json) throws IOException {
        APIGatewayV2HTTPEvent.RequestContext context = new APIGatewayV2HTTPEvent.RequestContext();
        readMembers(json, (name, parser) -> {
            switch (name) {
                case "requestId" -> context.setRequestId(text(parser));
                case "stage" -> context.setStage(text(parser));
                case "domainName" -> context.setDomainName(text(parser));
                case "http" -> context.setHttp(http(parser));
                case "authorizer" -> context.setAuthorizer(authorizer(parser));
                default -> parser.skipChildren();
            }
        });
        return context;
    }

    private static APIGatewayV2HTTPEvent.RequestContext.Http http(JsonParser json) throws IOException {
        APIGatewayV2HTTPEvent.RequestContext.Http http = new APIGatewayV2HTTPEvent.RequestContext.Http();
        readMember(json, "method", value -> http.setMethod(text(value)));
        return http;
    }

    private static APIGatewayV2HTTPEvent.RequestContext.Authorizer authorizer(JsonParser json) throws IOException {
        APIGatewayV2HTTPEvent.RequestContext.Authorizer authorizer = new APIGatewayV2HTTPEvent.RequestContext.Authorizer();
        readMember(json, "iam", value -> authorizer.setIam(iam(value)));
        return authorizer;
    }

    private static APIGatewayV2HTTPEvent.RequestContext.IAM iam(JsonParser json) throws IOException {
        APIGatewayV2HTTPEvent.RequestContext.IAM iam = new APIGatewayV2HTTPEvent.RequestContext.IAM();
        readMember(json, "accountId", value -> iam.setAccountId(text(value)));
        return iam;
    }

    /** What to do with a member. The parser is at the first token of its value, and must be left at the last. */
    private interface Member {
        void read(String name, JsonParser parser) throws IOException;
    }

    /** As {@link Member}, for the one member that is wanted. */
    private interface Value {
        void read(JsonParser parser) throws IOException;
    }

    private static void readObject(InputStream json, Member member) throws IOException {
        try (JsonParser parser = JSON.createParser(json)) {
            parser.nextToken();
            readMembers(parser, member);
        }
    }

    private static void readMembers(JsonParser parser, Member member) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            member.read(name, parser);
        }
    }

    /** Reads one member of an object, and skips the others. */
    private static void readMember(JsonParser json, String wanted, Value value) throws IOException {
        readMembers(json, (name, parser) -> {
            if (name.equals(wanted)) {
                value.read(parser);
            } else {
                parser.skipChildren();
            }
        });
    }

    private static @Nullable String text(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            return parser.getText();
        }
        parser.skipChildren();
        return null;
    }

    private static Map<String, String> texts(JsonParser json) throws IOException {
        Map<String, String> texts = new HashMap<>();
        readMembers(json, (name, parser) -> {
            String text = text(parser);
            if (text != null) {
                texts.put(name, text);
            }
        });
        return texts;
    }

    private static Map<String, List<String>> lists(JsonParser json) throws IOException {
        Map<String, List<String>> lists = new HashMap<>();
        readMembers(json, (name, parser) -> lists.put(name, list(parser)));
        return lists;
    }

    private static List<String> list(JsonParser parser) throws IOException {
        List<String> list = new ArrayList<>();
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                String text = text(parser);
                if (text != null) {
                    list.add(text);
                }
            }
        } else {
            parser.skipChildren();
        }
        return list;
    }
}
