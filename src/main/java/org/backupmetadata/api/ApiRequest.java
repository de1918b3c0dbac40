package org.backupmetadata.api;

import java.util.Map;
import java.util.regex.Pattern;
import org.backupmetadata.model.Place;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;

/**
 * A request as the client sent it, through whichever kind of API.
 *
 * @param method the HTTP method, in upper case
 * @param path the path without percent-encoding, with or without the stage
 * @param query the parameters of the query string, decoded. A parameter that comes more than once has its last value,
 * or from an HTTP API all values, separated by commas
 * @param stage the name of the API's stage, or null if it has none
 * @param host the host that the client called, with the port if it named one
 * @param headers by name; names have no case
 * @param body the bytes of the body as the client sent them, empty if there is none
 * @param requestId the id of this request in API Gateway's log
 * @param caller the caller that API Gateway verified, or null if it verified none
 */
public record ApiRequest(@Nullable String method, @Nullable String path, Map<String, String> query,
        @Nullable String stage, String host, Map<String, String> headers, SdkBytes body, String requestId,
        @Nullable Caller caller) {

    /** The header of a client that wants to see deleted backups, too. */
    static final String HISTORY = "x-backup-history";

    private static final Pattern MEDIA_TYPE = Pattern
            .compile("[A-Za-z0-9!#$&^_.+-]{1,127}/[A-Za-z0-9!#$&^_.+-]{1,127}");

    /** A request without any content. */
    public static ApiRequest empty(String requestId) {
        return new ApiRequest(null, null, Map.of(), null, "", Map.of(), SdkBytes.fromByteArrayUnsafe(new byte[0]),
                requestId, null);
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
            throw ApiException.missingAuthenticationToken();
        }
        return caller;
    }

    /**
     * The parts of this request that operations need.
     *
     * @param scope the account and Region that the client named
     * @param region the Region if the client named none
     * @param history whether the client asked for history in another way than by the header
     * @throws ApiException if nobody verified who the caller is
     */
    Call call(Scope scope, String region, boolean history, RequestLog log) {
        Caller verified = requireCaller();
        Place place = new Place(scope.account() == null ? verified.account() : scope.account(),
                scope.region() == null ? region : scope.region());
        return new Call(verified, place, history || isHistory(headers.get(HISTORY)), host, log);
    }

    /** Whether that value of {@link #HISTORY} asks for deleted backups. Any other value is ignored. */
    static boolean isHistory(@Nullable String value) {
        return value != null && value.strip().equalsIgnoreCase("include");
    }
}
