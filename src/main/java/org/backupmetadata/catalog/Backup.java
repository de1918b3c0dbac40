package org.backupmetadata.catalog;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.BackupDescription;

/**
 * A backup as it is now.
 *
 * @param description in the documented shape; of a backup that is gone the last one seen, with the status {@code DELETED}
 * @param deletion when and why the backup went, or null if it is there or nobody wrote that down
 */
public record Backup(BackupDescription description, @Nullable Deletion deletion) {

    /** Whether this is a tombstone, which DynamoDB itself would know nothing of any more. */
    public boolean isGone() {
        return Descriptions.isDeleted(description.backupDetails());
    }
}
