package org.backupmetadata.catalog;

import java.util.List;
import software.amazon.awssdk.services.dynamodb.model.BackupSummary;

/**
 * One page of a list, in ascending order of creation.
 *
 * @param more whether more backups follow
 */
public record BackupPage(List<BackupSummary> backups, boolean more) {

    /** Copies the list. */
    public BackupPage {
        backups = List.copyOf(backups);
    }
}
