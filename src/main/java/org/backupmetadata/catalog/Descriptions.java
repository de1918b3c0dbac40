package org.backupmetadata.catalog;

import java.time.Instant;
import org.backupmetadata.model.BackupArn;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.BackupDescription;
import software.amazon.awssdk.services.dynamodb.model.BackupDetails;
import software.amazon.awssdk.services.dynamodb.model.BackupStatus;
import software.amazon.awssdk.services.dynamodb.model.BackupType;
import software.amazon.awssdk.services.dynamodb.model.SourceTableDetails;

/** What the catalogue wants to know of AWS's descriptions, in which everything may be absent. */
final class Descriptions {

    private Descriptions() {
    }

    /**
     * All that is known of a backup of which only the end was seen: what its ARN says, which is not the type of every
     * backup.
     */
    static BackupDescription asNamedBy(BackupArn arn) {
        BackupDetails details = BackupDetails.builder().backupArn(arn.text()).backupType(typeNamedBy(arn))
                .backupCreationDateTime(arn.creationTime().orElse(null)).build();
        BackupDescription.Builder description = BackupDescription.builder().backupDetails(details);
        arn.table().ifPresent(table -> description.sourceTableDetails(
                source -> source.tableName(table.tableName()).tableArn(table.toString())));
        return description.build();
    }

    private static @Nullable BackupType typeNamedBy(BackupArn arn) {
        if (arn.table().isEmpty()) {
            return BackupType.AWS_BACKUP;
        }
        return arn.isOfDeletedTable() ? BackupType.SYSTEM : null;
    }

    /** The same description of a backup that is gone. */
    static BackupDescription deleted(BackupDescription description) {
        BackupDetails details = description.backupDetails();
        return description.toBuilder().backupDetails((details == null ? BackupDetails.builder() : details.toBuilder())
                .backupStatus(BackupStatus.DELETED).build()).build();
    }

    /** Whether the description says anything of the table that was backed up. */
    static boolean hasTable(BackupDescription description) {
        return description.sourceTableDetails() != null || description.sourceTableFeatureDetails() != null;
    }

    /** Whether this is a full description and not just what a list or an event says: only those have a key schema. */
    static boolean isComplete(BackupDescription description) {
        SourceTableDetails table = description.sourceTableDetails();
        return table != null && table.hasKeySchema();
    }

    static boolean isBeingCreated(@Nullable BackupDetails details) {
        return details != null && details.backupStatus() == BackupStatus.CREATING;
    }

    static boolean isDeleted(@Nullable BackupDetails details) {
        return details != null && details.backupStatus() == BackupStatus.DELETED;
    }

    /** The end that a backup has by the clock: only those that DynamoDB makes of deleted tables have one. */
    static @Nullable Deletion expiry(@Nullable BackupDetails details) {
        return details == null ? null : expiry(details.backupType(), details.backupExpiryDateTime());
    }

    /** The same of a type and a {@code BackupExpiryDateTime}. */
    static @Nullable Deletion expiry(@Nullable BackupType type, @Nullable Instant expiry) {
        return type != BackupType.SYSTEM || expiry == null ? null : new Deletion(expiry, DeletionReason.EXPIRED);
    }
}
