package org.backupmetadata.catalog;

import java.time.Instant;
import org.backupmetadata.model.BackupArn;
import org.backupmetadata.model.InvalidBackupArnException;
import org.backupmetadata.model.Place;
import software.amazon.awssdk.services.dynamodb.model.BackupDescription;
import software.amazon.awssdk.services.dynamodb.model.BackupDetails;
import software.amazon.awssdk.services.dynamodb.model.BackupStatus;
import software.amazon.awssdk.services.dynamodb.model.BackupSummary;
import software.amazon.awssdk.services.dynamodb.model.SourceTableDetails;

/**
 * One backup in an index: its summary and its keys.
 *
 * @param creationOrder its position in creation order
 */
record IndexEntry(BackupArn arn, String creationOrder, BackupSummary summary) {

    /**
     * Reads an entry of one account and Region.
     *
     * @throws UnreadableItemException if it has no summary that can be read, or belongs to another account or Region
     */
    static IndexEntry parse(ItemAttributes attributes, Place place) {
        BackupArn arn = arn(attributes);
        if (!arn.place().equals(place)) {
            throw new UnreadableItemException(arn.text(), "an index has it among the backups of " + place, null);
        }
        String creationOrder = attributes.text(Attributes.CREATION_ORDER).orElseThrow(
                () -> new UnreadableItemException(arn.text(), "it has no " + Attributes.CREATION_ORDER, null));
        BackupSummary summary = attributes.structure(Attributes.BACKUP_SUMMARY, BackupSummary.builder())
                .backupArn(arn.text()).build();
        return new IndexEntry(arn, creationOrder, summary);
    }

    private static BackupArn arn(ItemAttributes attributes) {
        try {
            return BackupArn.parse(attributes.arn());
        } catch (InvalidBackupArnException e) {
            throw new UnreadableItemException(attributes.arn(), "its key is no backup ARN", e);
        }
    }

    /** The summary of a backup without its ARN, which every index has anyway. */
    static BackupSummary summary(BackupDescription description) {
        BackupSummary.Builder summary = BackupSummary.builder();
        BackupDetails details = description.backupDetails();
        if (details != null) {
            summary.backupName(details.backupName()).backupSizeBytes(details.backupSizeBytes())
                    .backupStatus(details.backupStatusAsString()).backupType(details.backupTypeAsString())
                    .backupCreationDateTime(details.backupCreationDateTime())
                    .backupExpiryDateTime(details.backupExpiryDateTime());
        }
        SourceTableDetails table = description.sourceTableDetails();
        if (table != null) {
            summary.tableArn(table.tableArn()).tableId(table.tableId()).tableName(table.tableName());
        }
        return summary.build();
    }

    /** The entry at that time: see {@link BackupItem#asOf}. */
    IndexEntry asOf(Instant now) {
        Deletion expiry = Descriptions.expiry(summary.backupType(), summary.backupExpiryDateTime());
        return expiry == null || expiry.at().isAfter(now)
                ? this
                : new IndexEntry(arn, creationOrder,
                        summary.toBuilder().backupStatus(BackupStatus.DELETED).build());
    }

    boolean isDeleted() {
        return summary.backupStatus() == BackupStatus.DELETED;
    }
}
