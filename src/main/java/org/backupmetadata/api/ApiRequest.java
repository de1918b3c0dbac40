package org.backupmetadata.api;

import java.util.Map;
import java.util.regex.Pattern;
import org.backupmetadata.model.Place;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;

/**
 * What a client sent, whichever front it came through.
 *
 * @param method the HTTP method, in upper case
 * @param path the path without percent-encoding, with or without the stage
 * @param query the value of each parameter of the query string, without percent-encoding; of one that comes more than
 * once the last, or from an HTTP API all, with commas in between
 * @param stage the name of the API's stage, or null where it has none
 * @param host what the client called the API, with the port if it named one
 * @param headers by name, in a map that does not care about the case of names
 * @param body the bytes of the body as the client sent them, empty where there is none
 * @param requestId the id under which the front logs this request
 * @param caller who the front verified to have signed the request, or null if nobody
 */
public record ApiRequest(@Nullable String method, @Nullable String path, Map<String, String> query,
        @Nullable String stage, String host, Map<String, String> headers, SdkBytes body, String requestId,
        @Nullable Caller caller) {

    /** The header of a client that wants to see what is gone, too. */
    static final String HISTORY = "x-backup-history";

    private static final Pattern MEDIA_TYPE = Pattern
            .compile("[A-Za-z0-9!#$&^_.+-]{1,127}/[A-Za-z0-9!#$&^_.+-]{1,127}");

    /** A request for nothing. */
    public static ApiRequest empty(String requestId) {
        return new ApiRequest(null, null, Map.of(), null, "", Map.of(), SdkBytes.fromByteArrayUnsafe(new byte[0]),
                requestId, null);
    }

    /** The same request, signed by that caller, if there is one, where nobody was verified. */
    public ApiRequest orSignedBy(@Nullable Caller otherwise) {
        return caller != null || otherwise == null
                ? this
                : new ApiRequest(method, path, query, stage, host, headers, body, requestId, otherwise);
    }

    /** The media type of the body without parameters; null if the client did not say, or nothing that may be echoed. */
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

    /** The path as routes know it. SDKs add the stage of the endpoint's URL, and some fronts keep it. */
    String pathWithoutStage() {
        if (path == null || stage == null || !path.startsWith("/" + stage)) {
            return path == null ? "" : path;
        }
        String rest = path.substring(1 + stage.length());
        return rest.isEmpty() ? "/" : rest.startsWith("/") ? rest : path;
    }

    /**
     * Who asks.
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
     * What an operation wants to know of this request.
     *
     * @param scope whose backups the client named, and where
     * @param region where, if it did not name a Region
     * @param history whether it asked for history otherwise than by the header
     * @throws ApiException if nobody verified who the caller is
     */
    Call call(Scope scope, String region, boolean history, RequestLog log) {
        Caller verified = requireCaller();
        Place place = new Place(scope.account() == null ? verified.account() : scope.account(),
                scope.region() == null ? region : scope.region());
        return new Call(verified, place, history || isHistory(headers.get(HISTORY)), host, log);
    }

    /** Whether that value of {@link #HISTORY} asks for what is gone. Any other is no question: DynamoDB has no such header. */
    static boolean isHistory(@Nullable String value) {
        return value != null && value.strip().equalsIgnoreCase("include");
    }
}
