package org.backupmetadata.api;

import java.util.LinkedHashSet;
import java.util.Set;
import org.backupmetadata.model.AccountId;

/** Who may read whose backups: every account its own, and the accounts of this list everybody's. */
public record Readers(Set<AccountId> accounts) {

    public Readers {
        accounts = Set.copyOf(accounts);
    }

    /**
     * Reads a list of accounts, separated by commas, with or without white space; empty means that there are none.
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
     * Lets the caller read what belongs to {@code account}, or throws. Ask before looking anything up: the answer must not
     * depend on what exists.
     */
    void requireMayRead(Caller caller, AccountId account) {
        if (!caller.account().equals(account) && !accounts.contains(caller.account())) {
            throw ApiException.accessDenied();
        }
    }
}
