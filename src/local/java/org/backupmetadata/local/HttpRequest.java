package org.backupmetadata.local;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;

/**
 * An HTTP request as it was received, before it becomes an event.
 *
 * @param rawPath the path as sent, percent-encoded
 * @param query the query string as sent, empty if there is none
 * @param headers every header in the order and case in which it was sent; Jetty changes the case of those it knows
 * @param caller who signed it, or null if nobody
 * @param stage the stage of the API
 */
record HttpRequest(String method, String rawPath, String query, List<Header> headers, SdkBytes body, String protocol,
        String sourceIp, int port, Instant time, String requestId, @Nullable LocalCaller caller, String stage) {

    /** One header line. */
    record Header(String name, String value) {}

    /** The last header of that name, in whatever case; empty if there is none. */
    static String header(List<Header> headers, String name) {
        return headers.stream().filter(header -> header.name().equalsIgnoreCase(name)).map(Header::value)
                .reduce("", (first, last) -> last);
    }

    String header(String name) {
        return header(headers, name);
    }

    /** The same request, signed by that caller. */
    HttpRequest by(@Nullable LocalCaller signer) {
        return new HttpRequest(method, rawPath, query, headers, body, protocol, sourceIp, port, time, requestId, signer,
                stage);
    }

    /** Every value of each header, under the first spelling of its name. */
    Map<String, List<String>> headerValues() {
        Map<String, List<String>> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach(header -> values.computeIfAbsent(header.name(), name -> new ArrayList<>()).add(header.value()));
        return values;
    }

    /** The parameters of a query string, decoded, in the order they were sent in. */
    static Map<String, List<String>> queryValues(String query) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String pair : query.split("&", -1)) {
            if (!pair.isEmpty()) {
                String[] nameAndValue = pair.split("=", 2);
                values.computeIfAbsent(decoded(nameAndValue[0]), name -> new ArrayList<>())
                        .add(nameAndValue.length == 1 ? "" : decoded(nameAndValue[1]));
            }
        }
        return values;
    }

    /** The first value of a parameter of a query string, decoded. */
    static Optional<String> parameter(String query, String name) {
        return queryValues(query).getOrDefault(name, List.of()).stream().findFirst();
    }

    /**
     * The same request to this API in the Region that it was signed for: the path, or the query string of a GET, gets
     * that Region, unless it names one or the Region is the API's own.
     *
     * @param own the Region of this API
     */
    HttpRequest inSignedRegion(String own) {
        String region = caller == null ? null : caller.region();
        if (region == null || region.equals(own)) {
            return this;
        }
        String path = isBelowStage() ? rawPath.substring(1 + stage.length()) : rawPath;
        if (method.equals("POST") && (path.isEmpty() || path.equals("/"))) {
            return at(rawPath.replaceFirst("/$", "") + "/" + region, query);
        } else if (method.equals("GET") && path.matches("/backups/?") && parameter(query, "region").isEmpty()) {
            return at(rawPath, (query.isEmpty() ? "" : query + "&") + "region=" + region);
        }
        return this;
    }

    private HttpRequest at(String otherPath, String otherQuery) {
        return new HttpRequest(method, otherPath, otherQuery, headers, body, protocol, sourceIp, port, time, requestId,
                caller, stage);
    }

    static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text; // A stray percent sign stays as it is.
        }
    }

    /** Whether the path begins with the API's stage, as on API Gateway's own domain. */
    boolean isBelowStage() {
        return rawPath.equals("/" + stage) || rawPath.startsWith("/" + stage + "/");
    }
}
