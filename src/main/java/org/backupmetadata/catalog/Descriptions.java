package org.backupmetadata.catalog;

import java.time.Instant;
import org.backupmetadata.model.BackupArn;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.BackupDescription;
import software.amazon.awssdk.services.dynamodb.model.BackupDetails;
import software.amazon.awssdk.services.dynamodb.model.BackupStatus;
import software.amazon.awssdk.services.dynamodb.model.BackupType;
import software.amazon.awssdk.services.dynamodb.model.SourceTableDetails;

/** Questions about AWS's descriptions, in which every member may be absent. */
final class Descriptions {

    private Descriptions() {
    }

    /** The description of a backup of which only its ARN is known. An ARN does not always tell the type. */
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

    /** The description with the status {@code DELETED}. */
    static BackupDescription deleted(BackupDescription description) {
        BackupDetails details = description.backupDetails();
        return description.toBuilder().backupDetails((details == null ? BackupDetails.builder() : details.toBuilder())
                .backupStatus(BackupStatus.DELETED).build()).build();
    }

    /** Whether the description has anything about the table that was backed up. */
    static boolean hasTable(BackupDescription description) {
        return description.sourceTableDetails() != null || description.sourceTableFeatureDetails() != null;
    }

    /** Whether this is a full description: those from lists and events have no key schema. */
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

    /** The expiry of a backup. Only backups that DynamoDB makes of deleted tables have one. */
    static @Nullable Deletion expiry(@Nullable BackupDetails details) {
        return details == null ? null : expiry(details.backupType(), details.backupExpiryDateTime());
    }

    /** The expiry of a backup of that type with that {@code BackupExpiryDateTime}. */
    static @Nullable Deletion expiry(@Nullable BackupType type, @Nullable Instant expiry) {
        return type != BackupType.SYSTEM || expiry == null ? null : new Deletion(expiry, DeletionReason.EXPIRED);
    }
}
