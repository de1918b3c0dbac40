package org.backupmetadata.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.backupmetadata.local.HttpRequest.Header;
import software.amazon.awssdk.core.SdkBytes;

/**
 * How API Gateway turns a request into an event, and the function's result into an answer. There are two formats:
 * {@link RestApiPayload} and {@link HttpApiPayload}.
 */
abstract class PayloadFormat {

    static final ObjectMapper JSON = new ObjectMapper();

    /** The account that owns the API. The service must never take it for the caller. */
    static final String API_OWNER = "999999999999";
    static final String API_ID = "local";

    /** Headers that API Gateway does not pass on. */
    private static final Set<String> KEPT = caseInsensitive("Authorization", "Connection", "Content-MD5", "Expect",
            "Keep-Alive", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade");

    /**
     * The format of that payload version.
     *
     * @throws LocalRunException if there is none
     */
    static PayloadFormat ofVersion(String version) {
        return switch (version) {
            case "1.0" -> new RestApiPayload();
            case "2.0" -> new HttpApiPayload();
            default -> throw new LocalRunException("There is no payload version " + version + ": use 1.0 or 2.0.");
        };
    }

    static Set<String> caseInsensitive(String... names) {
        Set<String> set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        set.addAll(List.of(names));
        return set;
    }

    /** The event for a request, as JSON. */
    final byte[] event(HttpRequest request) throws IOException {
        return JSON.writeValueAsBytes(eventOf(withForwarding(request)));
    }

    abstract ObjectNode eventOf(HttpRequest request);

    /**
     * The answer that the function's result describes.
     *
     * @throws IOException if API Gateway would not understand the result
     */
    final HttpAnswer answer(byte[] result) throws IOException {
        JsonNode json = JSON.readTree(result);
        if (json == null || !json.path("statusCode").isInt()) {
            throw new IOException("the function's result has no statusCode");
        }
        return new HttpAnswer(json.get("statusCode").intValue(), headers(json), body(json));
    }

    /** The answer to a request that never reaches the function. */
    abstract HttpAnswer refusal(RefusedException refused, String requestId) throws IOException;

    /** The answer to a request that the function failed on. */
    abstract HttpAnswer failure(String requestId);

    abstract List<Header> headers(JsonNode result);

    abstract SdkBytes body(JsonNode result) throws IOException;

    static List<Header> singleHeaders(JsonNode headers) {
        List<Header> list = new ArrayList<>();
        headers.properties().forEach(entry -> list.add(new Header(entry.getKey(), entry.getValue().asText())));
        return list;
    }

    static String text(JsonNode result) {
        return result.path("body").asText("");
    }

    private static HttpRequest withForwarding(HttpRequest request) {
        Stream<Header> passedOn = request.headers().stream().filter(header -> !KEPT.contains(header.name()));
        Stream<Header> added = Stream.of(new Header("X-Forwarded-For", request.sourceIp()),
                new Header("X-Forwarded-Port", String.valueOf(request.port())),
                new Header("X-Forwarded-Proto", "http"));
        return new HttpRequest(request.method(), request.rawPath(), request.query(),
                Stream.concat(passedOn, added).toList(), request.body(), request.protocol(), request.sourceIp(),
                request.port(), request.time(), request.requestId(), request.caller(), request.stage());
    }
}
