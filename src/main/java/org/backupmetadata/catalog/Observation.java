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
 * What somebody saw of a backup: an event, an answer of DynamoDB's, or that there was no answer any more.
 *
 * @param at when it was so, which may be long before it is recorded; counts in whole milliseconds
 * @param description the backup as it was, or null if only its end was seen
 * @param deletion why it is gone, or null if it was there
 * @param deletedBy the ARN of the principal that deleted it, or null if nobody said
 */
public record Observation(BackupArn arn, Instant at, @Nullable BackupDescription description,
        @Nullable DeletionReason deletion, @Nullable String deletedBy) {

    /** Truncates the time, and lets no contradiction in. */
    public Observation {
        at = at.truncatedTo(ChronoUnit.MILLIS);
        if (description == null ? deletion == null : !arn.text().equals(description.backupDetails().backupArn())) {
            throw new IllegalArgumentException("this is no observation of " + arn);
        }
    }

    /**
     * That DynamoDB described a backup so. The description that it gives of one with the status {@code DELETED} is the news
     * of its end, too.
     *
     * @throws InvalidBackupArnException if the description names no backup
     */
    public static Observation seen(BackupDescription description, Instant at) {
        BackupDetails details = description.backupDetails();
        String arn = details == null || details.backupArn() == null ? "" : details.backupArn();
        boolean deleted = details != null && details.backupStatus() == BackupStatus.DELETED;
        return new Observation(BackupArn.parse(arn), at, description, deleted ? DeletionReason.DELETED : null, null);
    }

    /**
     * That a list named a backup so. What a list says is less than a description: it takes nothing from a full one that is
     * known.
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
     * That a backup was gone. A sweep says so of the backups that it believes to be there and misses, not of tombstones: of
     * what was {@code SWEPT} twice without an observation in between, the later time is kept.
     */
    public static Observation gone(BackupArn arn, Instant at, DeletionReason reason) {
        return new Observation(arn, at, null, reason, null);
    }

    /**
     * That a principal deleted a backup.
     *
     * @param description the backup as it was, if that is known
     * @param principal the ARN of who deleted it, if that is known
     */
    public static Observation deleted(BackupArn arn, Instant at, Optional<BackupDescription> description,
            Optional<String> principal) {
        return new Observation(arn, at, description.orElse(null), DeletionReason.DELETED, principal.orElse(null));
    }
}
