package org.backupmetadata.local;

import org.jspecify.annotations.Nullable;

/** How the local front learns who a request is from. */
interface Authentication {

    /**
     * Who signed the request, or null if nobody and the function is to say so.
     *
     * @throws RefusedException if the request goes no further
     */
    @Nullable
    LocalCaller caller(HttpRequest request) throws RefusedException;

    /** Believes what a signature says of its key, and takes every key that is no account for that account's. */
    static Authentication believing(String otherKeysAccount) {
        return request -> LocalCaller.of(request.headers(), request.query(), otherKeysAccount);
    }
}
