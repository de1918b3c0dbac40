package org.backupmetadata.catalog;

import org.backupmetadata.catalog.Attributes.Index;
import org.backupmetadata.model.Place;
import org.jspecify.annotations.Nullable;

/**
 * The backups that one query of an index reads: one kind, living or deleted, of one account in one Region, or of one
 * table there. A list reads what it returns, and skips no tombstones.
 *
 * @param tableName null for the backups of every table
 */
record Partition(Place place, @Nullable String tableName, IndexKeys.Kind kind, boolean deleted) {

    /** The index that the partition is in. */
    Index index() {
        return tableName == null ? Index.BY_ACCOUNT : Index.BY_TABLE;
    }

    /**
     * The value of the index's key: {@code 111122223333/us-east-1/USER},
     * {@code 111122223333/us-east-1/Music/USER/DELETED}.
     */
    String key() {
        return owner() + kind + (deleted ? "/DELETED" : "");
    }

    /** The common beginning of the keys of all partitions of this account and Region, or table. */
    private String owner() {
        return place + "/" + (tableName == null ? "" : tableName + "/");
    }

    /** Whether that is the key of a partition of the same account, Region and table. */
    boolean isOfSameOwner(String otherKey) {
        return otherKey.startsWith(owner());
    }

    @Override
    public String toString() {
        return key();
    }
}
