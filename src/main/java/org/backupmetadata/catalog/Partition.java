package org.backupmetadata.catalog;

import org.backupmetadata.catalog.Attributes.Index;
import org.backupmetadata.model.Place;
import org.jspecify.annotations.Nullable;

/**
 * The backups that one query of an index reads: of one account in one Region, or of one table there, and of those one kind,
 * alive or deleted. So a list reads what it returns, and no tombstones to skip.
 *
 * @param tableName null for the backups of every table
 */
record Partition(Place place, @Nullable String tableName, IndexKeys.Kind kind, boolean deleted) {

    /** The index that the partition is in. */
    Index index() {
        return tableName == null ? Index.BY_ACCOUNT : Index.BY_TABLE;
    }

    /** The value of the index's key: {@code 111122223333/us-east-1/USER}, {@code 111122223333/us-east-1/Music/USER/DELETED}. */
    String key() {
        return owner() + kind + (deleted ? "/DELETED" : "");
    }

    /** What the keys of all partitions of this account and Region, or table, begin with. */
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
