package org.backupmetadata.local;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The credential scope of a signature: {@code <access key id>/<date>/<region>/<service>/aws4_request}, in the header
 * {@code Authorization} or, in a presigned URL, in the parameter {@code X-Amz-Credential}. Parts may be missing.
 */
record CredentialScope(String accessKeyId, String date, String region, String service) {

    private static final Pattern AUTHORIZATION = Pattern.compile("AWS4-HMAC-SHA256 .*\\bCredential=([^,\\s]+).*");
    private static final int PARTS = 4;

    /** The scope of the request's signature, or nothing if it is not signed. */
    static Optional<CredentialScope> of(HttpRequest request) {
        return Optional.of(AUTHORIZATION.matcher(request.header("Authorization"))).filter(Matcher::matches)
                .map(header -> header.group(1))
                .or(() -> HttpRequest.parameter(request.query(), "X-Amz-Credential"))
                .map(CredentialScope::parse).filter(scope -> !scope.accessKeyId().isEmpty());
    }

    private static CredentialScope parse(String text) {
        String[] parts = (text + "/".repeat(PARTS)).split("/", -1);
        return new CredentialScope(parts[0], parts[1], parts[2], parts[3]);
    }
}
