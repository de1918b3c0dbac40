package org.backupmetadata.api;

import org.backupmetadata.model.AccountId;
import org.backupmetadata.model.BackupArn;
import org.backupmetadata.model.Place;
import org.jspecify.annotations.Nullable;

/** What a request is about. */
public sealed interface Subject {

    /** One backup. */
    record OneBackup(BackupArn arn) implements Subject {}

    /**
     * The backups of an account in a Region.
     *
     * @param tableName the table whose backups they are, or null if they are of every table
     */
    record ListOfBackups(Place place, @Nullable String tableName) implements Subject {}

    /**
     * How complete the catalogue is.
     *
     * @param account for that account, or null if it is for every account
     */
    record Completeness(@Nullable AccountId account) implements Subject {}
}
