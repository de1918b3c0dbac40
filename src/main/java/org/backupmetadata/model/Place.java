package org.backupmetadata.model;

/**
 * One account in one Region: what a list is of, and where a backup lies.
 *
 * @param region the name of a Region, such as {@code eu-west-1}
 */
public record Place(AccountId account, String region) {

    /**
     * The place of an account by its id.
     *
     * @throws IllegalArgumentException if it is not the id of an account
     */
    public static Place of(String accountId, String region) {
        return new Place(AccountId.parse(accountId), region);
    }

    /** The form in which the table's keys have it: {@code 111122223333/eu-west-1}. */
    @Override
    public String toString() {
        return account + "/" + region;
    }
}
