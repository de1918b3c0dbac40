package org.backupmetadata.local;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.backupmetadata.local.HttpRequest.Header;
import org.jspecify.annotations.Nullable;

/**
 * The caller that a signature names. The signature itself is not checked: an access key id of 12 digits is the caller's
 * account, a convention of other local stand-ins for AWS, so that anybody can call as any account.
 */
record LocalCaller(String account, String accessKeyId) {

    private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");
    private static final Pattern CREDENTIAL = Pattern.compile("AWS4-HMAC-SHA256 .*\\bCredential=([^/,\\s]+)/.*");

    /**
     * The caller of a request, or null if it is not signed.
     *
     * @param otherKeysAccount the account of every access key id that is not an account id
     */
    static @Nullable LocalCaller of(List<Header> headers, String query, String otherKeysAccount) {
        return signedHeader(headers).or(() -> signedUrl(query))
                .map(key -> new LocalCaller(ACCOUNT.matcher(key).matches() ? key : otherKeysAccount, key)).orElse(null);
    }

    private static Optional<String> signedHeader(List<Header> headers) {
        return Optional.of(CREDENTIAL.matcher(HttpRequest.header(headers, "Authorization"))).filter(Matcher::matches)
                .map(credential -> credential.group(1));
    }

    private static Optional<String> signedUrl(String query) {
        return HttpRequest.queryValues(query).getOrDefault("X-Amz-Credential", List.of()).stream()
                .flatMap(scope -> Stream.of(scope.replaceFirst("/.*", ""))).filter(key -> !key.isEmpty()).findFirst();
    }

    String userId() {
        return "AIDA" + account;
    }

    String userArn() {
        return "arn:aws:iam::" + account + ":user/local";
    }
}
