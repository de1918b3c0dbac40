package org.backupmetadata.catalog;

import java.util.List;

/** The names of the table's attributes and indexes, as {@code template.yaml} and the items have them. */
final class Attributes {

    static final String BACKUP_ARN = "BackupArn";
    static final String BACKUP_DESCRIPTION = "BackupDescription";
    static final String BACKUP_SUMMARY = "BackupSummary";
    static final String REVISION = "Revision";
    static final String DESCRIBED = "Described";
    static final String DELETED_AT = "DeletedAt";
    static final String DELETION_REASON = "DeletionReason";
    static final String DELETED_BY = "DeletedBy";
    static final String ASKED_AT = "AskedAt";
    static final String EXPIRES_AT = "ExpiresAt";
    static final String ACCOUNT_PARTITION = "AccountPartition";
    static final String TABLE_PARTITION = "TablePartition";
    static final String UNDESCRIBED = "Undescribed";
    static final String CREATION_ORDER = "CreationOrder";

    /** The attributes that a write compares: an item is only replaced while these are as they were read. */
    static final List<String> DECIDING = List.of(REVISION, DESCRIBED, DELETED_AT, DELETION_REASON, DELETED_BY,
            ASKED_AT, EXPIRES_AT);

    private Attributes() {
    }

    /**
     * The indexes. All of them sort by {@link #CREATION_ORDER}.
     *
     * @see IndexKeys
     */
    enum Index {
        /** An account's backups in a Region, by type. */
        BY_ACCOUNT("ByAccount", ACCOUNT_PARTITION),
        /** A table's backups, by type. */
        BY_TABLE("ByTable", TABLE_PARTITION),
        /** The backups of an account in a Region whose full description has not been seen yet. */
        BY_UNDESCRIBED("ByUndescribed", UNDESCRIBED);

        private final String indexName;
        private final String partitionKey;

        Index(String indexName, String partitionKey) {
            this.indexName = indexName;
            this.partitionKey = partitionKey;
        }

        String indexName() {
            return indexName;
        }

        /** The attribute that names the partition. */
        String partitionKey() {
            return partitionKey;
        }
    }
}
