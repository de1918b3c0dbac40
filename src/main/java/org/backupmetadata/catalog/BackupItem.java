package org.backupmetadata.catalog;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.backupmetadata.model.BackupArn;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticAttributeTags;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticImmutableTableSchema;
import software.amazon.awssdk.services.dynamodb.model.BackupDescription;
import software.amazon.awssdk.services.dynamodb.model.BackupStatus;
import software.amazon.awssdk.services.dynamodb.model.BackupSummary;

/**
 * One backup as the table keeps it: its ARN is the key, its description a map under AWS's names, so that anyone who opens
 * the table in the console can read it. What stands beside it follows from it, and is there for the indexes only.
 *
 * <p>A backup that is gone stays as a tombstone: the last description that was seen of it, with the status {@code DELETED}.
 *
 * @param sighting which description this is; null if none was ever seen, and of an item that was not written here
 * @param deletion that the backup is gone; or that a sweep once missed it, which a later sighting has overruled
 * @param expiresAt when the table forgets the item, in seconds since the epoch; null: never
 */
public record BackupItem(String backupArn, BackupDescription description, @Nullable Sighting sighting,
        @Nullable Deletion deletion, @Nullable Long expiresAt) {

    static final AwsModelConverter<BackupDescription> DESCRIPTION = new AwsModelConverter<>(BackupDescription.class,
            BackupDescription::builder);

    /** The table's schema for the Enhanced Client. The table itself is defined in {@code template.yaml}. */
    public static final TableSchema<BackupItem> SCHEMA = StaticImmutableTableSchema
            .builder(BackupItem.class, Builder.class).newItemBuilder(Builder::new, Builder::build)
            .addAttribute(String.class,
                    a -> a.name("BackupArn").getter(BackupItem::backupArn).setter(Builder::backupArn)
                            .tags(StaticAttributeTags.primaryPartitionKey()))
            .addAttribute(BackupDescription.class,
                    a -> a.name("BackupDescription").getter(BackupItem::description).setter(Builder::description)
                            .attributeConverter(DESCRIPTION))
            .addAttribute(String.class,
                    a -> a.name("Sighting").getter(item -> text(item.sighting())).setter(Builder::sighting))
            .addAttribute(Instant.class,
                    a -> a.name("DeletedAt").getter(BackupItem::deletedAt).setter(Builder::deletedAt))
            .addAttribute(String.class,
                    a -> a.name("DeletionReason").getter(BackupItem::deletionReason).setter(Builder::deletionReason))
            .addAttribute(Long.class,
                    a -> a.name("ExpiresAt").getter(BackupItem::expiresAt).setter(Builder::expiresAt))
            .addAttribute(BackupSummary.class,
                    a -> a.name("BackupSummary").getter(item -> ListedBackup.summary(item.description()))
                            .setter(Builder::derived)
                            .attributeConverter(new AwsModelConverter<>(BackupSummary.class, BackupSummary::builder)))
            .addAttribute(String.class,
                    a -> a.name("AccountPartition").getter(BackupItem::accountPartition).setter(Builder::derived))
            .addAttribute(String.class,
                    a -> a.name("TablePartition").getter(BackupItem::tablePartition).setter(Builder::derived))
            .addAttribute(String.class,
                    a -> a.name("CreationOrder").getter(item -> IndexKeys.creationOrder(item.arn(), item.description()))
                            .setter(Builder::derived))
            .build();

    /**
     * What the item is once {@code news} is known as well. The order in which news comes, and how often, makes no
     * difference to the item in the end: each of its two parts, the description and the deletion, is the greatest of those
     * that were ever seen.
     *
     * @param known the item as it is, or null if there is none
     * @param retention how long a tombstone stays, or null for ever
     */
    public static BackupItem merge(@Nullable BackupItem known, Observation news, @Nullable Duration retention) {
        BackupDescription description = known == null ? Descriptions.asNamedBy(news.arn()) : known.description();
        Sighting sighting = known == null ? null : known.sighting();
        if (news.description() != null) {
            Sighting seen = Sighting.of(news.description(), news.at());
            if (sighting == null || seen.compareTo(sighting) > 0) {
                description = news.description();
                sighting = seen;
            }
        }
        Deletion deletion = Deletion.merge(known == null ? null : known.deletion(),
                news.deletion() == null ? null : new Deletion(news.at(), news.deletion()));
        boolean gone = deletion != null && deletion.endsWhatWasSeenAt(sighting);
        return new BackupItem(news.arn().text(), gone ? Descriptions.deleted(description) : description, sighting,
                deletion, expiresAt(description, gone ? deletion : null, retention));
    }

    private static @Nullable Long expiresAt(BackupDescription description, @Nullable Deletion deletion,
            @Nullable Duration retention) {
        Deletion end = Deletion.first(deletion, Descriptions.expiry(description.backupDetails()));
        return retention == null || end == null ? null : end.at().plus(retention).getEpochSecond();
    }

    /** What the item says at that time: a backup that has expired is gone, with nobody having written so. */
    Backup asOf(Instant now) {
        boolean gone = Descriptions.isDeleted(description.backupDetails());
        Deletion expiry = Descriptions.expiry(description.backupDetails());
        boolean expired = expiry != null && !expiry.at().isAfter(now);
        return new Backup(expired ? Descriptions.deleted(description) : description,
                Deletion.first(gone ? deletion : null, expired ? expiry : null));
    }

    /** Whether the item is to be forgotten at that time. The table takes some days to do it. */
    boolean isForgotten(Instant now) {
        return expiresAt != null && expiresAt <= now.getEpochSecond();
    }

    private BackupArn arn() {
        return BackupArn.parse(backupArn);
    }

    private String accountPartition() {
        return IndexKeys.partition(arn(), null, description);
    }

    private @Nullable String tablePartition() {
        String tableName = IndexKeys.tableName(arn(), description);
        return tableName == null ? null : IndexKeys.partition(arn(), tableName, description);
    }

    private @Nullable Instant deletedAt() {
        return deletion == null ? null : deletion.at();
    }

    private @Nullable String deletionReason() {
        return deletion == null ? null : deletion.reason().text();
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    /** What the Enhanced Client fills in, attribute by attribute. */
    private static final class Builder {
        private @Nullable String backupArn;
        private @Nullable BackupDescription description;
        private @Nullable String sighting;
        private @Nullable Instant deletedAt;
        private @Nullable String deletionReason;
        private @Nullable Long expiresAt;

        void backupArn(String value) {
            backupArn = value;
        }

        void description(BackupDescription value) {
            description = value;
        }

        void sighting(String value) {
            sighting = value;
        }

        void deletedAt(Instant value) {
            deletedAt = value;
        }

        void deletionReason(String value) {
            deletionReason = value;
        }

        void expiresAt(Long value) {
            expiresAt = value;
        }

        /** What follows from the rest is not read back. */
        void derived(Object value) {
            Objects.requireNonNull(value);
        }

        BackupItem build() {
            if (backupArn == null || description == null) {
                throw new IllegalStateException("the item has no description: " + backupArn);
            }
            return new BackupItem(backupArn, description, sighting == null ? null : Sighting.parse(sighting),
                    deletedAt == null || deletionReason == null
                            ? null
                            : new Deletion(deletedAt, DeletionReason.ofText(deletionReason)),
                    expiresAt);
        }
    }
}
