package org.backupmetadata.api;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who asks: the account whose credentials signed the request, as the front in front of the function verified it.
 *
 * @param account 12 digits
 */
public record Caller(String account) {

    private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");

    /** The caller of that account, or null if it is not the id of an account: then nobody was verified. */
    public static @Nullable Caller ofAccount(@Nullable String account) {
        return account != null && ACCOUNT.matcher(account).matches() ? new Caller(account) : null;
    }
}
