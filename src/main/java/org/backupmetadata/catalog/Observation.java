package org.backupmetadata.catalog;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.backupmetadata.model.BackupArn;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.BackupDescription;
import software.amazon.awssdk.services.dynamodb.model.BackupDetails;
import software.amazon.awssdk.services.dynamodb.model.BackupStatus;
import software.amazon.awssdk.services.dynamodb.model.BackupSummary;

/**
 * An observation of a backup: in an event, in an answer of DynamoDB, or by its absence.
 *
 * @param at when it was observed, which may be long before it is recorded; in whole milliseconds
 * @param description the backup as it was, or null if only its end was observed
 * @param deletion why it no longer exists, or null if it existed
 * @param deletedBy the ARN of the principal that deleted it, or null if that is not known
 * @param isAskedInVain whether DynamoDB does not know this recovery point by its ARN, though AWS Backup has it
 */
public record Observation(BackupArn arn, Instant at, @Nullable BackupDescription description,
        @Nullable DeletionReason deletion, @Nullable String deletedBy, boolean isAskedInVain) {

    /** Truncates the time, and refuses contradictions. */
    public Observation {
        at = at.truncatedTo(ChronoUnit.MILLIS);
        if (description == null
                ? deletion == null && !isAskedInVain
                : !arn.text().equals(description.backupDetails().backupArn())) {
            throw new IllegalArgumentException("this is no observation of " + arn);
        }
    }

    /**
     * An observation of DynamoDB's description of a backup. A description with the status {@code DELETED} is also one
     * of its deletion.
     *
     * @throws InvalidBackupArnException if the description names no backup
     */
    public static Observation seen(BackupDescription description, Instant at) {
        BackupDetails details = description.backupDetails();
        String arn = details == null || details.backupArn() == null ? "" : details.backupArn();
        boolean deleted = details != null && details.backupStatus() == BackupStatus.DELETED;
        return new Observation(BackupArn.parse(arn), at, description, deleted ? DeletionReason.DELETED : null, null,
                false);
    }

    /**
     * An observation of a backup in a list. A list has less than a description, and removes nothing from a full one
     * that is known.
     *
     * @throws InvalidBackupArnException if the summary names no backup
     */
    public static Observation listed(BackupSummary summary, Instant at) {
        BackupDetails details = BackupDetails.builder().backupArn(summary.backupArn()).backupName(summary.backupName())
                .backupSizeBytes(summary.backupSizeBytes()).backupStatus(summary.backupStatusAsString())
                .backupType(summary.backupTypeAsString()).backupCreationDateTime(summary.backupCreationDateTime())
                .backupExpiryDateTime(summary.backupExpiryDateTime()).build();
        BackupDescription.Builder description = BackupDescription.builder().backupDetails(details);
        if (summary.tableName() != null || summary.tableArn() != null || summary.tableId() != null) {
            description.sourceTableDetails(table -> table.tableName(summary.tableName()).tableArn(summary.tableArn())
                    .tableId(summary.tableId()));
        }
        return seen(description.build(), at);
    }

    /**
     * An observation that the backup no longer exists. A sweep must make it only for backups that it believes to exist,
     * and not for tombstones: of two {@code SWEPT} observations without a sighting in between, the later time is kept.
     */
    public static Observation gone(BackupArn arn, Instant at, DeletionReason reason) {
        return new Observation(arn, at, null, reason, null, false);
    }

    /**
     * An observation that DescribeBackup does not know a recovery point that AWS Backup has: it is not to be asked
     * again. Make it only for a recovery point that is known.
     */
    public static Observation askedInVain(BackupArn arn, Instant at) {
        return new Observation(arn, at, null, null, null, true);
    }

    /**
     * An observation that a principal deleted the backup.
     *
     * @param description the backup as it was, if that is known
     * @param principal the ARN of who deleted it, if that is known
     */
    public static Observation deleted(BackupArn arn, Instant at, Optional<BackupDescription> description,
            Optional<String> principal) {
        return new Observation(arn, at, description.orElse(null), DeletionReason.DELETED, principal.orElse(null),
                false);
    }
}
