package org.backupmetadata.api;

import java.util.LinkedHashSet;
import java.util.Set;
import org.backupmetadata.model.AccountId;

/** Who may read whose backups: every account its own, and the accounts of this list those of every account. */
public record Readers(Set<AccountId> accounts) {

    public Readers {
        accounts = Set.copyOf(accounts);
    }

    /**
     * Parses a list of account ids, separated by commas, with or without white space. An empty list has none.
     *
     * @throws IllegalArgumentException if an entry is not the id of an account; it says which
     */
    public static Readers parse(String list) {
        Set<AccountId> accounts = new LinkedHashSet<>();
        if (!list.isBlank()) {
            for (String entry : list.split(",", -1)) {
                accounts.add(AccountId.parse(entry.strip()));
            }
        }
        return new Readers(accounts);
    }

    /**
     * Throws unless the caller may read what belongs to {@code account}. Must be called before anything is looked up,
     * so that the answer does not depend on what exists.
     */
    void requireMayRead(Caller caller, AccountId account) {
        if (!caller.account().equals(account) && !mayReadEverything(caller)) {
            throw ApiError.ACCESS_DENIED.exception();
        }
    }

    /** Whether the caller may read what belongs to any account. */
    boolean mayReadEverything(Caller caller) {
        return accounts.contains(caller.account());
    }
}
