package org.backupmetadata.api;

import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A request as the client sent it, through whichever kind of API.
 *
 * @param method the HTTP method, in upper case
 * @param path the path without percent-encoding, with or without the stage
 * @param query the parameters of the query string, decoded. A parameter that comes more than once has its last value,
 * or from an HTTP API all values, separated by commas
 * @param stage the name of the API's stage, or null if it has none
 * @param host the host that the client called, with the port if it named one
 * @param requestId the id of this request in API Gateway's log
 * @param caller the caller that API Gateway verified, or null if it verified none
 */
public record ApiRequest(@Nullable String method, @Nullable String path, Map<String, String> query,
        @Nullable String stage, String host, Headers headers, Body body, String requestId,
        @Nullable Caller caller) {

    private static final Pattern MEDIA_TYPE = Pattern
            .compile("[A-Za-z0-9!#$&^_.+-]{1,127}/[A-Za-z0-9!#$&^_.+-]{1,127}");

    /** A request without any content. */
    public static ApiRequest empty(String requestId) {
        return new ApiRequest(null, null, Map.of(), null, "", Headers.NONE, Body.NONE, requestId, null);
    }

    /** The same request; if nobody was verified, with that caller. */
    public ApiRequest orSignedBy(@Nullable Caller otherwise) {
        return caller != null || otherwise == null
                ? this
                : new ApiRequest(method, path, query, stage, host, headers, body, requestId, otherwise);
    }

    /** The media type of the body without parameters; null if the client sent none, or one that must not be echoed. */
    @Nullable
    String contentType() {
        String value = headers.get("Content-Type");
        if (value == null) {
            return null;
        }
        int parameters = value.indexOf(';');
        String type = (parameters < 0 ? value : value.substring(0, parameters)).strip();
        return MEDIA_TYPE.matcher(type).matches() ? type : null;
    }

    boolean isPost() {
        return "POST".equals(method);
    }

    boolean isGet() {
        return "GET".equals(method);
    }

    /** The path without the stage. SDKs add the stage of the endpoint's URL, and some kinds of API keep it. */
    String pathWithoutStage() {
        if (path == null || stage == null || !path.startsWith("/" + stage)) {
            return path == null ? "" : path;
        }
        String rest = path.substring(1 + stage.length());
        return rest.isEmpty() ? "/" : rest.startsWith("/") ? rest : path;
    }

    /**
     * The verified caller.
     *
     * @throws ApiException if nobody verified who the caller is
     */
    Caller requireCaller() {
        if (caller == null) {
            throw ApiError.MISSING_AUTHENTICATION_TOKEN.exception();
        }
        return caller;
    }
}
