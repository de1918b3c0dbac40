package org.backupmetadata.catalog;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.BackupDescription;

/**
 * A backup at one moment.
 *
 * @param description the last one that was observed; of a deleted backup, with the status {@code DELETED}
 * @param deletion when and why the backup was deleted; null if it was not, or if that was not recorded
 */
public record Backup(BackupDescription description, @Nullable Deletion deletion) {

    /** Whether this is a tombstone: DynamoDB itself no longer knows the backup. */
    public boolean isGone() {
        return Descriptions.isDeleted(description.backupDetails());
    }
}
