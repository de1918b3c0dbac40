package org.backupmetadata.api;

import org.backupmetadata.model.AccountId;
import org.jspecify.annotations.Nullable;

/**
 * Who asks: the account whose credentials signed the request, as the front in front of the function verified it.
 */
public record Caller(AccountId account) {

    /** The caller of that account, or null if it is not the id of an account: then nobody was verified. */
    public static @Nullable Caller ofAccount(@Nullable String account) {
        return account == null ? null : AccountId.find(account).map(Caller::new).orElse(null);
    }
}
