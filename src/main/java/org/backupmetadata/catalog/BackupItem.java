package org.backupmetadata.catalog;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.backupmetadata.model.AwsItem;
import org.backupmetadata.model.BackupArn;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BackupDescription;
import software.amazon.awssdk.services.dynamodb.model.BackupDetails;
import software.amazon.awssdk.services.dynamodb.model.BackupType;

/**
 * One backup as the table keeps it: its ARN is the key, its description a map under AWS's names, so that anyone who
 * opens the table in the console can read it. The other attributes say which observations the description is from and
 * when the item expires, or are derived for the indexes.
 *
 * <p>A deleted backup stays as a tombstone: the last description that was seen of it, with the status {@code DELETED}.
 *
 * @param revision which observation the description's {@code BackupDetails} are from; null if the backup was never
 * seen, or if this service did not write the item
 * @param described which observation the rest of the description is from; null if none described the table
 * @param deletion that the backup is deleted; or that a sweep once missed it, which a later observation has overruled
 * @param askedAt when DynamoDB did not know this recovery point by its ARN; null if it was not asked, or knew it
 * @param expiresAt when the table drops the item, in seconds since the epoch; null: never
 */
record BackupItem(BackupArn arn, BackupDescription description, @Nullable Revision revision,
        @Nullable Revision described, @Nullable Deletion deletion, @Nullable Instant askedAt,
        @Nullable Long expiresAt) {

    /**
     * Reads the item of that backup.
     *
     * @throws UnreadableItemException if its description cannot be read, or is another backup's
     */
    static BackupItem parse(BackupArn arn, ItemAttributes attributes) {
        BackupDescription description = attributes
                .structure(Attributes.BACKUP_DESCRIPTION, BackupDescription.builder()).build();
        BackupDetails details = description.backupDetails();
        if (details != null && details.backupArn() != null && !details.backupArn().equals(arn.text())) {
            throw new UnreadableItemException(arn.text(), "it describes " + details.backupArn(), null);
        }
        Optional<Instant> deletedAt = attributes.time(Attributes.DELETED_AT);
        Optional<DeletionReason> reason = attributes.text(Attributes.DELETION_REASON).flatMap(DeletionReason::find);
        return new BackupItem(arn, description,
                attributes.text(Attributes.REVISION).flatMap(Revision::find).orElse(null),
                attributes.text(Attributes.DESCRIBED).flatMap(Revision::find).orElse(null),
                deletedAt.flatMap(at -> reason.map(why -> new Deletion(at, why,
                        attributes.text(Attributes.DELETED_BY).orElse(null)))).orElse(null),
                attributes.time(Attributes.ASKED_AT).orElse(null),
                attributes.expiresAt().orElse(null));
    }

    /** The item of that backup, or nothing if it cannot be read and is to be written anew. */
    static Optional<BackupItem> find(BackupArn arn, ItemAttributes attributes) {
        try {
            return Optional.of(parse(arn, attributes));
        } catch (UnreadableItemException e) {
            return Optional.empty();
        }
    }

    /**
     * The item with {@code observation} merged in. Each of its three parts (the backup's details, the description of
     * its table, the deletion) is the greatest that was ever observed, so that neither order nor repetition of
     * observations matters.
     *
     * @param known the item as it is, or nothing if there is none
     * @param retention how long a tombstone that begins now is kept at least, or nothing for ever
     */
    static BackupItem merge(Optional<BackupItem> known, Observation observation, Optional<Duration> retention,
            Instant now) {
        BackupItem before = known.orElseGet(() -> unseen(observation.arn()));
        return before.described(observation).ended(observation).asked(observation)
                .expiring(before.end(), retention, now);
    }

    /** The item of a backup of which only its ARN is known. */
    private static BackupItem unseen(BackupArn arn) {
        return new BackupItem(arn, Descriptions.asNamedBy(arn), null, null, null, null, null);
    }

    private BackupItem described(Observation observation) {
        BackupDescription seen = observation.description();
        if (seen == null) {
            return this;
        }
        Revision details = Revision.ofDetails(seen.backupDetails(), observation.at());
        boolean newDetails = revision == null || details.compareTo(revision) > 0;
        Optional<Revision> table = Revision.ofTable(seen, observation.at())
                .filter(seenTable -> described == null || seenTable.compareTo(described) > 0);
        BackupDescription tableFrom = table.isPresent() ? seen : seenTable();
        BackupDescription merged = (newDetails ? seen : description).toBuilder()
                .sourceTableDetails(tableFrom.sourceTableDetails())
                .sourceTableFeatureDetails(tableFrom.sourceTableFeatureDetails()).build();
        return new BackupItem(arn, merged, newDetails ? details : revision, table.orElse(described), deletion,
                askedAt, expiresAt);
    }

    /** The observed description of the table, without what was only derived from the ARN. */
    private BackupDescription seenTable() {
        boolean namedOnly = described == null && Descriptions.hasTable(description)
                && description.sourceTableFeatureDetails() == null
                && description.sourceTableDetails().equals(Descriptions.asNamedBy(arn).sourceTableDetails());
        return namedOnly ? BackupDescription.builder().build() : description;
    }

    private BackupItem ended(Observation observation) {
        Deletion observed = observation.deletion() == null
                ? null
                : new Deletion(observation.at(), observation.deletion(), observation.deletedBy());
        BackupItem merged = new BackupItem(arn, description, revision, described, Deletion.merge(deletion, observed),
                askedAt, expiresAt);
        return merged.isEnded()
                ? new BackupItem(arn, Descriptions.deleted(description), revision, described, merged.deletion(),
                        askedAt, expiresAt)
                : merged;
    }

    private BackupItem asked(Observation observation) {
        return observation.isAskedInVain()
                ? new BackupItem(arn, description, revision, described, deletion,
                        askedAt == null ? observation.at() : latest(askedAt, observation.at()), expiresAt)
                : this;
    }

    private boolean isEnded() {
        return deletion != null && deletion.endsWhatWasSeenAt(revision);
    }

    /** When and why the backup ends, in the past or in the future. */
    private Optional<Deletion> end() {
        return Optional.ofNullable(Deletion.first(isEnded() ? deletion : null,
                Descriptions.expiry(description.backupDetails())));
    }

    /**
     * Sets the expiry. The retention counts from the end of the backup, or from now if that end was not known before.
     */
    private BackupItem expiring(Optional<Deletion> endBefore, Optional<Duration> retention, Instant now) {
        Optional<Deletion> end = end();
        Long kept = expiresAt != null && end.equals(endBefore) ? expiresAt : null;
        Long expiry = end.isEmpty() || retention.isEmpty()
                ? null
                : kept != null ? kept : latest(end.get().at(), now).plus(retention.get()).getEpochSecond();
        return new BackupItem(arn, description, revision, described, deletion, askedAt, expiry);
    }

    private static Instant latest(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    /** The backup at that time. One that has expired is deleted, although nothing was written. */
    Backup asOf(Instant now) {
        Deletion expiry = Descriptions.expiry(description.backupDetails());
        boolean expired = expiry != null && !expiry.at().isAfter(now);
        return new Backup(expired ? Descriptions.deleted(description) : description,
                Deletion.first(isDeleted() ? deletion : null, expired ? expiry : null));
    }

    private boolean isDeleted() {
        return Descriptions.isDeleted(description.backupDetails());
    }

    /** The item to write. */
    ItemAttributes attributes() {
        Map<String, AttributeValue> values = new HashMap<>();
        values.put(Attributes.BACKUP_ARN, AttributeValue.fromS(arn.text()));
        values.put(Attributes.BACKUP_DESCRIPTION, AwsItem.write(description));
        put(values, Attributes.REVISION, revision);
        put(values, Attributes.DESCRIBED, described);
        if (deletion != null) {
            put(values, Attributes.DELETED_AT, deletion.at());
            put(values, Attributes.DELETION_REASON, deletion.reason().text());
            put(values, Attributes.DELETED_BY, deletion.by());
        }
        put(values, Attributes.ASKED_AT, askedAt);
        if (expiresAt != null) {
            values.put(Attributes.EXPIRES_AT, AttributeValue.fromN(expiresAt.toString()));
        }
        values.put(Attributes.BACKUP_SUMMARY, AwsItem.write(IndexEntry.summary(description)));
        put(values, Attributes.ACCOUNT_PARTITION, IndexKeys.partition(arn, null, description));
        String tableName = IndexKeys.tableName(arn, description);
        put(values, Attributes.TABLE_PARTITION,
                tableName == null ? null : IndexKeys.partition(arn, tableName, description));
        put(values, Attributes.UNDESCRIBED, isUndescribed() ? arn.place() : null);
        put(values, Attributes.CREATION_ORDER, IndexKeys.creationOrder(arn, description));
        return new ItemAttributes(values);
    }

    private static void put(Map<String, AttributeValue> values, String name, @Nullable Object value) {
        if (value != null) {
            values.put(name, AttributeValue.fromS(value.toString()));
        }
    }

    /**
     * Whether DescribeBackup would tell more: the backup exists, and its full description was not seen since it became
     * available. Of a recovery point, DynamoDB may know nothing; all but the table's description is AWS Backup's to
     * tell.
     */
    private boolean isUndescribed() {
        BackupDetails details = description.backupDetails();
        boolean isRecoveryPoint = details != null && details.backupType() == BackupType.AWS_BACKUP;
        boolean complete = described != null && Descriptions.isComplete(description)
                && (isRecoveryPoint || !Descriptions.isBeingCreated(details));
        return arn.table().isPresent() && !isDeleted() && !complete && !(isRecoveryPoint && askedAt != null);
    }
}
