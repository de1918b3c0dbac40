package org.backupmetadata.capture;

import java.io.IOException;
import java.time.Instant;
import org.backupmetadata.model.BackupArn;
import org.backupmetadata.model.Json;
import org.backupmetadata.model.TableArn;
import org.backupmetadata.model.Timestamps;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.BackupDescription;
import software.amazon.awssdk.services.dynamodb.model.BackupDetails;
import software.amazon.awssdk.services.dynamodb.model.BackupStatus;
import software.amazon.awssdk.services.dynamodb.model.BackupType;

/**
 * A recovery point of a table, as a vault's list has it. Any member may be null: AWS Backup does not say it.
 *
 * @param arn in AWS Backup's own form, or in DynamoDB's
 * @param tableArn the table that was backed up; of a copy, the source's table, which may be of another place
 * @param deleteAt when AWS Backup is to delete it
 */
record RecoveryPoint(@Nullable String arn, @Nullable String tableArn, @Nullable Instant createdAt,
        @Nullable String status, @Nullable Long sizeBytes, @Nullable Instant deleteAt) {

    /** Reads an element of {@code RecoveryPoints}. */
    static RecoveryPoint read(Json.Reader json) throws IOException {
        Members members = new Members();
        json.members(members::read);
        return new RecoveryPoint(members.arn, members.tableArn, members.createdAt, members.status, members.sizeBytes,
                members.deleteAt);
    }

    /** What is read of it so far. */
    private static final class Members {

        private @Nullable String arn;
        private @Nullable String tableArn;
        private @Nullable Instant createdAt;
        private @Nullable String status;
        private @Nullable Long sizeBytes;
        private @Nullable Instant deleteAt;

        void read(String name, Json.Reader value) throws IOException {
            switch (name) {
                case "RecoveryPointArn" -> arn = text(value);
                case "ResourceArn" -> tableArn = text(value);
                case "CreationDate" -> createdAt = time(value);
                case "Status" -> status = text(value);
                case "BackupSizeInBytes" -> sizeBytes = value.kind() == Json.Kind.INTEGER ? value.integer() : null;
                case "CalculatedLifecycle" -> value.members(this::readLifecycle);
                default -> {
                    // of no interest
                }
            }
        }

        private void readLifecycle(String name, Json.Reader value) throws IOException {
            if (name.equals("DeleteAt")) {
                deleteAt = time(value);
            }
        }

        private static @Nullable String text(Json.Reader value) throws IOException {
            return value.kind() == Json.Kind.STRING ? value.text() : null;
        }

        private static @Nullable Instant time(Json.Reader value) throws IOException {
            return switch (value.kind()) {
                case INTEGER, DECIMAL -> Timestamps.ofEpochSeconds(value.decimal());
                default -> null;
            };
        }
    }

    /** The recovery point as a backup of that ARN, which is its own. What AWS Backup does not say is absent. */
    BackupDescription asBackup(BackupArn parsed) {
        BackupDetails details = BackupDetails.builder().backupArn(parsed.text()).backupType(BackupType.AWS_BACKUP)
                .backupCreationDateTime(parsed.creationTime().orElse(createdAt)).backupStatus(backupStatus())
                .backupSizeBytes(sizeBytes).backupExpiryDateTime(deleteAt).build();
        BackupDescription.Builder description = BackupDescription.builder().backupDetails(details);
        if (tableArn != null) {
            TableArn.find(tableArn).ifPresent(table -> description.sourceTableDetails(
                    source -> source.tableName(table.tableName()).tableArn(table.toString())));
        }
        return description.build();
    }

    /**
     * DynamoDB has a name for two of AWS Backup's states. One that could not be deleted when it expired is still there;
     * of one that is partial, stopped or being deleted, no status is known.
     */
    private @Nullable BackupStatus backupStatus() {
        return switch (status) {
            case "COMPLETED", "AVAILABLE", "EXPIRED" -> BackupStatus.AVAILABLE;
            case "CREATING" -> BackupStatus.CREATING;
            case null, default -> null;
        };
    }
}
