package org.backupmetadata.catalog;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.backupmetadata.model.BackupArn;
import software.amazon.awssdk.services.dynamodb.model.BackupSummary;
import software.amazon.awssdk.services.dynamodb.model.BackupType;

/** A backup that the catalogue believes to exist, with its summary. */
public record KnownBackup(BackupArn arn, BackupSummary summary) {

    /** When it was created; the beginning of time if nobody says. */
    public Instant creationTime() {
        return arn.creationTime().or(() -> Optional.ofNullable(summary.backupCreationDateTime()))
                .orElse(Instant.EPOCH);
    }

    /** Whether it is AWS Backup's, which tells all of it but the description of its table. */
    public boolean isRecoveryPoint() {
        return summary.backupType() == BackupType.AWS_BACKUP;
    }

    /**
     * Whether DynamoDB's own list says something of this backup that is worth recording: another status, type or
     * expiry. Its size is not: DynamoDB counts it anew every few hours, and every sweep would write every item.
     */
    public boolean isOutdatedBy(BackupSummary listed) {
        return !Objects.equals(summary.backupStatusAsString(), listed.backupStatusAsString())
                || !Objects.equals(summary.backupTypeAsString(), listed.backupTypeAsString())
                || !Objects.equals(summary.backupExpiryDateTime(), listed.backupExpiryDateTime());
    }
}
