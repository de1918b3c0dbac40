package org.backupmetadata.api;

import org.backupmetadata.catalog.BackupArn;
import org.backupmetadata.catalog.BackupCatalog;
import org.backupmetadata.catalog.InvalidBackupArnException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.BackupDescription;
import software.amazon.awssdk.services.dynamodb.model.BackupNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.BackupStatus;
import software.amazon.awssdk.services.dynamodb.model.DescribeBackupRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeBackupResponse;

/** The operation DescribeBackup: one backup by its ARN, in the documented shape. */
final class DescribeBackup {

    private static final int MIN_ARN_LENGTH = 37;
    private static final int MAX_ARN_LENGTH = 1024;

    private final BackupCatalog catalog;
    private final Readers readers;

    DescribeBackup(BackupCatalog catalog, Readers readers) {
        this.catalog = catalog;
        this.readers = readers;
    }

    /**
     * Answers the request in {@code body}.
     *
     * @throws ApiException if the input breaks a constraint or the caller may not read that account's backups
     * @throws BackupNotFoundException if there is no such backup, or it has been deleted
     */
    DescribeBackupResponse answer(Caller caller, String body, RequestLog log) {
        BackupArn arn = arn(AwsJson.read(body, DescribeBackupRequest.builder()).build().backupArn());
        log.backupArn(arn);
        readers.requireMayRead(caller, arn.account());
        BackupDescription description = catalog.find(arn).filter(DescribeBackup::exists)
                .orElseThrow(() -> notFound(arn));
        return DescribeBackupResponse.builder().backupDescription(description).build();
    }

    private static BackupArn arn(@Nullable String text) {
        if (text == null) {
            throw violation("Value null", "Member must not be null");
        }
        if (text.length() < MIN_ARN_LENGTH) {
            throw violation("Value '" + text + "'",
                    "Member must have length greater than or equal to " + MIN_ARN_LENGTH);
        }
        if (text.length() > MAX_ARN_LENGTH) {
            throw violation("Value '" + text + "'", "Member must have length less than or equal to " + MAX_ARN_LENGTH);
        }
        try {
            return BackupArn.parse(text);
        } catch (InvalidBackupArnException e) {
            throw ApiException.validation(switch (e.reason()) {
                case NOT_A_BACKUP_ARN -> "Invalid Backup ARN";
                case INVALID_PART -> "Invalid Request: BackupArn is not valid";
            });
        }
    }

    private static ApiException violation(String value, String constraint) {
        return ApiException.validation("1 validation error detected: " + value
                + " at 'backupArn' failed to satisfy constraint: " + constraint);
    }

    private static boolean exists(BackupDescription description) {
        return description.backupDetails() == null
                || description.backupDetails().backupStatus() != BackupStatus.DELETED;
    }

    private static BackupNotFoundException notFound(BackupArn arn) {
        return BackupNotFoundException.builder().message("Backup not found: " + arn).writableStackTrace(false).build();
    }
}
