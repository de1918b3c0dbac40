package org.backupmetadata.catalog;

import java.time.Instant;
import org.backupmetadata.model.BackupArn;
import org.backupmetadata.model.Place;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.BackupType;

/**
 * The question of a list: which backups it wants.
 *
 * @param place the account and Region
 * @param tableName the table; null is every table
 * @param type the type; null is every type, including those that this SDK does not know
 * @param from created at that time or later, in whole milliseconds; null is no bound
 * @param to created before that time; null is no bound
 * @param after the list continues after this backup, which need not exist (any more); null is the beginning
 * @param history whether deleted backups are in the list
 * @param limit the largest number of backups
 */
public record BackupQuery(Place place, @Nullable String tableName, @Nullable BackupType type,
        @Nullable Instant from, @Nullable Instant to, @Nullable BackupArn after, boolean history, int limit) {}
