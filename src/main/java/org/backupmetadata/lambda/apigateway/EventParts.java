package org.backupmetadata.lambda.apigateway;

import java.util.Base64;
import java.util.Map;
import java.util.regex.Pattern;
import org.backupmetadata.api.Body;
import org.backupmetadata.api.Headers;
import org.jspecify.annotations.Nullable;

/** The members that both formats of events have, as parts of a request. Each may be absent. */
final class EventParts {

    private static final Pattern HEADER_VALUE = Pattern.compile("[!-~]{1,128}");

    private EventParts() {
    }

    /**
     * API Gateway's id of the request, or Lambda's if there is none. A caller can choose API Gateway's by a header of
     * that name, so one that could not be a header's value is not taken either.
     */
    static String requestId(@Nullable String gateways, String otherwise) {
        return gateways != null && HEADER_VALUE.matcher(gateways).matches() ? gateways : otherwise;
    }

    /** The host that the client called: the {@code Host} header, or else the domain that API Gateway names. */
    static String host(Headers headers, @Nullable String domainName) {
        String host = headers.get("Host");
        return host != null ? host : domainName != null ? domainName : "";
    }

    /** The parameters of the query string. */
    static Map<String, String> query(@Nullable Map<String, String> parameters) {
        return parameters == null ? Map.of() : parameters;
    }

    /** The body as the client sent it. A body that is said to be base64 and is not is taken as it is. */
    static Body body(@Nullable String body, boolean base64) {
        if (body == null) {
            return Body.NONE;
        }
        if (base64) {
            try {
                return Body.of(Base64.getDecoder().decode(body));
            } catch (IllegalArgumentException e) {
                return Body.of(body);
            }
        }
        return Body.of(body);
    }
}
