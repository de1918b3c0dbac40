package org.backupmetadata.model;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The id of an AWS account.
 *
 * @param digits twelve ASCII digits
 */
public record AccountId(String digits) {

    /** The id of an account as a regular expression. */
    static final String SHAPE = "[0-9]{12}";

    private static final Pattern DIGITS = Pattern.compile(SHAPE);

    /** Refuses what is not the id of an account, with an {@link IllegalArgumentException} that quotes it. */
    public AccountId {
        if (!isAccountId(digits)) {
            throw new IllegalArgumentException("'" + digits + "' is not a 12-digit AWS account id");
        }
    }

    /**
     * Parses the id of an account.
     *
     * @throws IllegalArgumentException if it is none; the message quotes it
     */
    public static AccountId parse(String text) {
        return new AccountId(text);
    }

    /** The id of an account, or nothing if the text is none. */
    public static Optional<AccountId> find(String text) {
        return isAccountId(text) ? Optional.of(new AccountId(text)) : Optional.empty();
    }

    private static boolean isAccountId(String text) {
        return DIGITS.matcher(text).matches();
    }

    /**
     * Written out, as {@link #hashCode} is: those of a record are made at their first call, which a cold start waits
     * for.
     */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AccountId(String otherDigits) && digits.equals(otherDigits);
    }

    @Override
    public int hashCode() {
        return digits.hashCode();
    }

    @Override
    public String toString() {
        return digits;
    }
}
