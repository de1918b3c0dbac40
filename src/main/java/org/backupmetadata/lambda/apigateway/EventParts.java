package org.backupmetadata.lambda.apigateway;

import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;

/** What every format of events has, as a request has it. An event may do without any of it. */
final class EventParts {

    private EventParts() {
    }

    /** The id under which API Gateway knows the request, or Lambda's own if it gave none. */
    static String requestId(@Nullable String gateways, String otherwise) {
        return gateways == null || gateways.isEmpty() ? otherwise : gateways;
    }

    /** What the client called the API: as it said, or else as API Gateway knows it. */
    static String host(Map<String, String> headers, @Nullable String domainName) {
        String host = headers.get("Host");
        return host != null ? host : domainName != null ? domainName : "";
    }

    /** The parameters of the query string. */
    static Map<String, String> query(@Nullable Map<String, String> parameters) {
        return parameters == null ? Map.of() : parameters;
    }

    /** The body as the client sent it. What claims to be base64 and is not is taken as it stands. */
    static SdkBytes body(@Nullable String body, boolean base64) {
        if (body == null) {
            return SdkBytes.fromByteArrayUnsafe(new byte[0]);
        }
        if (base64) {
            try {
                return SdkBytes.fromByteArrayUnsafe(Base64.getDecoder().decode(body));
            } catch (IllegalArgumentException e) {
                return SdkBytes.fromUtf8String(body);
            }
        }
        return SdkBytes.fromUtf8String(body);
    }
}
