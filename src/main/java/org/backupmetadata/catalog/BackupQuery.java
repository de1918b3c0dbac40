package org.backupmetadata.catalog;

import java.time.Instant;
import org.backupmetadata.model.BackupArn;
import org.backupmetadata.model.Place;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.BackupType;

/**
 * Which backups a list is to have.
 *
 * @param place whose, and in which Region
 * @param tableName of which table; null is every table
 * @param type of which type; null is every type, also those that this SDK does not know
 * @param from created at that time or later, in whole milliseconds; null is no bound
 * @param to created before that time; null is no bound
 * @param after only what comes after this one in the list, which need not exist (any more); null is the beginning
 * @param history whether backups that are gone are in the list
 * @param limit how many at most
 */
public record BackupQuery(Place place, @Nullable String tableName, @Nullable BackupType type,
        @Nullable Instant from, @Nullable Instant to, @Nullable BackupArn after, boolean history, int limit) {}
