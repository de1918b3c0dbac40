package org.backupmetadata.api;

import java.util.LinkedHashMap;
import java.util.Map;
import org.backupmetadata.catalog.Backup;
import org.backupmetadata.catalog.BackupCatalog;
import org.backupmetadata.catalog.Deletion;
import org.backupmetadata.model.BackupArn;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.DescribeBackupRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeBackupResponse;

/** The operation DescribeBackup: one backup by its ARN. The path does not matter. */
final class DescribeBackup implements Operation<DescribeBackupRequest.Builder, DescribeBackupRequest> {

    private final BackupCatalog catalog;
    private final Readers readers;

    DescribeBackup(BackupCatalog catalog, Readers readers) {
        this.catalog = catalog;
        this.readers = readers;
    }

    @Override
    public String name() {
        return "DescribeBackup";
    }

    @Override
    public DescribeBackupRequest.Builder newInput() {
        return DescribeBackupRequest.builder();
    }

    /**
     * Answers a request. When and why a backup was deleted is told in headers, since AWS's model has no members for it.
     *
     * @throws ApiException if the input breaks a constraint, if the caller may not read that account's backups, or if
     * there is no such backup: it never was, or is deleted and the caller did not ask for history
     * @throws org.backupmetadata.model.InvalidBackupArnException if it names no backup
     */
    @Override
    public OperationResult answer(CallContext call, DescribeBackupRequest input, RequestLog log) {
        new Constraints().required("backupArn", input.backupArn()).arnLength("backupArn", input.backupArn()).check();
        BackupArn arn = BackupArn.parse(input.backupArn());
        log.subject(new Subject.OneBackup(arn));
        readers.requireMayRead(call.caller(), arn.place().account());
        Backup backup = catalog.find(arn).filter(found -> call.history() || !found.isGone())
                .orElseThrow(() -> ApiError.BACKUP_NOT_FOUND.exception("Backup not found: " + arn));
        return OperationResult.of(DescribeBackupResponse.builder().backupDescription(backup.description()).build(),
                deletion(backup.deletion()));
    }

    private static Map<String, String> deletion(@Nullable Deletion deletion) {
        if (deletion == null) {
            return Map.of();
        }
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("x-backup-deleted-at", deletion.at().toString());
        headers.put("x-backup-deletion-reason", deletion.reason().text());
        if (deletion.by() != null) {
            headers.put("x-backup-deleted-by", deletion.by());
        }
        return headers;
    }
}
