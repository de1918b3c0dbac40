package org.backupmetadata.api;

import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;

/**
 * What a client sent, whichever front it came through.
 *
 * @param method the HTTP method, in upper case
 * @param path the path as the front received it, with or without the stage
 * @param stage the name of the API's stage, or null where it has none
 * @param headers by name, in a map that does not care about the case of names
 * @param body the bytes of the body as the client sent them, empty where there is none
 * @param requestId the id under which the front logs this request
 * @param caller who the front verified to have signed the request, or null if nobody
 */
public record ApiRequest(@Nullable String method, @Nullable String path, @Nullable String stage,
        Map<String, String> headers, SdkBytes body, String requestId, @Nullable Caller caller) {

    private static final Pattern MEDIA_TYPE = Pattern
            .compile("[A-Za-z0-9!#$&^_.+-]{1,127}/[A-Za-z0-9!#$&^_.+-]{1,127}");

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

    /** Whether this is {@code POST /}, which is the whole of the protocol; SDKs add the stage of the endpoint's URL. */
    boolean isPostToRoot() {
        return "POST".equals(method) && ("/".equals(path)
                || (stage != null && (("/" + stage).equals(path) || ("/" + stage + "/").equals(path))));
    }
}
