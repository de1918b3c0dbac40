package org.backupmetadata.local;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How the local run learns who signed a request. */
interface Authentication {

    /**
     * Who signed the request; null if nobody did and the function is to refuse it.
     *
     * @throws RefusedException if API Gateway would refuse the request itself
     */
    @Nullable
    LocalCaller caller(HttpRequest request) throws RefusedException;

    /**
     * Does not check signatures. An access key id of 12 digits is the caller's account; every other key belongs to
     * {@code otherKeysAccount}, and so does a GET without a signature, such as a browser's. Unless the path names a
     * Region, the API is in the one that the request was signed for.
     */
    static Authentication believing(String otherKeysAccount) {
        return request -> CredentialScope.of(request).map(scope -> LocalCaller.named(scope, otherKeysAccount))
                .or(() -> Optional.of(new LocalCaller(otherKeysAccount, "UNSIGNED", null))
                        .filter(caller -> request.method().equals("GET")))
                .orElse(null);
    }
}
