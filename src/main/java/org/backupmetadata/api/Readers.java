package org.backupmetadata.api;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Who may read whose backups: every account its own, and the accounts of this list everybody's.
 *
 * @param accounts 12 digits each
 */
public record Readers(Set<String> accounts) {

    public Readers {
        accounts = Set.copyOf(accounts);
    }

    /**
     * Reads a list of accounts, separated by commas, with or without white space; empty means that there are none.
     *
     * @throws IllegalArgumentException if an entry is not the id of an account; it says which
     */
    public static Readers parse(String list) {
        Set<String> accounts = new LinkedHashSet<>();
        if (!list.isBlank()) {
            for (String entry : list.split(",", -1)) {
                Caller reader = Caller.ofAccount(entry.strip());
                if (reader == null) {
                    throw new IllegalArgumentException("'" + entry.strip() + "' is not a 12-digit AWS account id");
                }
                accounts.add(reader.account());
            }
        }
        return new Readers(accounts);
    }

    /**
     * Lets the caller read what belongs to {@code account}, or throws. Ask before looking anything up: the answer must not
     * depend on what exists.
     */
    void requireMayRead(Caller caller, String account) {
        if (!caller.account().equals(account) && !accounts.contains(caller.account())) {
            throw ApiException.accessDenied();
        }
    }
}
