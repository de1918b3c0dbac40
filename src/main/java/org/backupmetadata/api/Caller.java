package org.backupmetadata.api;

import org.backupmetadata.model.AccountId;
import org.jspecify.annotations.Nullable;

/** The caller: the account whose credentials signed the request, as API Gateway verified it. */
public record Caller(AccountId account) {

    /** The caller of that account, or null if the text is not an account id: then nobody was verified. */
    public static @Nullable Caller ofAccount(@Nullable String account) {
        return account == null ? null : AccountId.find(account).map(Caller::new).orElse(null);
    }
}
