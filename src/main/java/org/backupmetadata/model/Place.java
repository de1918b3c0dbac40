package org.backupmetadata.model;

/**
 * One account in one Region: the scope of a list, and the location of a backup.
 *
 * @param region the name of a Region, such as {@code eu-west-1}
 */
public record Place(AccountId account, String region) {

    /**
     * The place with that account id.
     *
     * @throws IllegalArgumentException if it is not the id of an account
     */
    public static Place of(String accountId, String region) {
        return new Place(AccountId.parse(accountId), region);
    }

    /** The form that the table's keys use: {@code 111122223333/eu-west-1}. */
    @Override
    public String toString() {
        return account + "/" + region;
    }
}
