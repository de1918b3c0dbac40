package org.backupmetadata.catalog;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticAttributeTags;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticImmutableTableSchema;
import software.amazon.awssdk.services.dynamodb.model.BackupDescription;
import software.amazon.awssdk.services.dynamodb.model.BackupDetails;
import software.amazon.awssdk.services.dynamodb.model.BackupStatus;
import software.amazon.awssdk.services.dynamodb.model.BackupSummary;
import software.amazon.awssdk.services.dynamodb.model.SourceTableDetails;

/**
 * One backup as the indexes keep it: what a list says of it, and nothing else.
 *
 * @param creationOrder its place in the list
 * @param expiresAt as in {@link BackupItem}
 */
record ListedBackup(String creationOrder, BackupSummary summary, @Nullable Long expiresAt) {

    /** The index of an account's backups in a Region. */
    static final String BY_ACCOUNT = "ByAccount";

    /** The index of a table's backups. */
    static final String BY_TABLE = "ByTable";

    /** Both indexes' schema for the Enhanced Client, to read them with. */
    static final TableSchema<ListedBackup> SCHEMA = StaticImmutableTableSchema
            .builder(ListedBackup.class, Builder.class).newItemBuilder(Builder::new, Builder::build)
            .addAttribute(String.class,
                    a -> a.name("BackupArn").getter(listed -> listed.summary().backupArn()).setter(Builder::backupArn)
                            .tags(StaticAttributeTags.primaryPartitionKey()))
            .addAttribute(String.class,
                    a -> a.name("AccountPartition").getter(listed -> null).setter(Builder::partition)
                            .tags(StaticAttributeTags.secondaryPartitionKey(BY_ACCOUNT)))
            .addAttribute(String.class,
                    a -> a.name("TablePartition").getter(listed -> null).setter(Builder::partition)
                            .tags(StaticAttributeTags.secondaryPartitionKey(BY_TABLE)))
            .addAttribute(String.class,
                    a -> a.name("CreationOrder").getter(ListedBackup::creationOrder).setter(Builder::creationOrder)
                            .tags(StaticAttributeTags.secondarySortKey(List.of(BY_ACCOUNT, BY_TABLE))))
            .addAttribute(BackupSummary.class,
                    a -> a.name("BackupSummary").getter(ListedBackup::summary).setter(Builder::summary)
                            .attributeConverter(new AwsModelConverter<>(BackupSummary.class, BackupSummary::builder)))
            .addAttribute(Long.class,
                    a -> a.name("ExpiresAt").getter(ListedBackup::expiresAt).setter(Builder::expiresAt))
            .build();

    /** What a list says of a backup, but for its ARN, which every index has anyway. */
    static BackupSummary summary(BackupDescription description) {
        BackupSummary.Builder summary = BackupSummary.builder();
        BackupDetails details = description.backupDetails();
        if (details != null) {
            summary.backupName(details.backupName()).backupSizeBytes(details.backupSizeBytes())
                    .backupStatus(details.backupStatusAsString()).backupType(details.backupTypeAsString())
                    .backupCreationDateTime(details.backupCreationDateTime())
                    .backupExpiryDateTime(details.backupExpiryDateTime());
        }
        SourceTableDetails table = description.sourceTableDetails();
        if (table != null) {
            summary.tableArn(table.tableArn()).tableId(table.tableId()).tableName(table.tableName());
        }
        return summary.build();
    }

    /** What the entry says at that time: see {@link BackupItem#asOf}. */
    ListedBackup asOf(Instant now) {
        Deletion expiry = Descriptions.expiry(summary.backupType(), summary.backupExpiryDateTime());
        return expiry == null || expiry.at().isAfter(now)
                ? this
                : new ListedBackup(creationOrder, summary.toBuilder().backupStatus(BackupStatus.DELETED).build(),
                        expiresAt);
    }

    boolean isGone() {
        return summary.backupStatus() == BackupStatus.DELETED;
    }

    /** As in {@link BackupItem}. */
    boolean isForgotten(Instant now) {
        return expiresAt != null && expiresAt <= now.getEpochSecond();
    }

    /** What the Enhanced Client fills in, attribute by attribute. */
    private static final class Builder {
        private @Nullable String backupArn;
        private @Nullable String creationOrder;
        private @Nullable BackupSummary summary;
        private @Nullable Long expiresAt;

        void backupArn(String value) {
            backupArn = value;
        }

        void partition(String value) {
            // the query asked for it
        }

        void creationOrder(String value) {
            creationOrder = value;
        }

        void summary(BackupSummary value) {
            summary = value;
        }

        void expiresAt(Long value) {
            expiresAt = value;
        }

        ListedBackup build() {
            if (creationOrder == null || summary == null) {
                throw new IllegalStateException("the index has no summary: " + backupArn);
            }
            return new ListedBackup(creationOrder, summary.toBuilder().backupArn(backupArn).build(), expiresAt);
        }
    }
}
