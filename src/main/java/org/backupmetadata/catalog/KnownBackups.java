package org.backupmetadata.catalog;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.backupmetadata.catalog.Attributes.Index;
import org.backupmetadata.catalog.IndexKeys.Kind;
import org.backupmetadata.model.BackupArn;
import org.backupmetadata.model.Place;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * The backups that the catalogue believes to exist, for comparison with those that do: walks of any length, for which
 * no caller waits. Thread-safe.
 */
public final class KnownBackups {

    /** Some 400 KB of entries: well below the 1 MB at which DynamoDB ends a page itself. */
    private static final int PAGE_SIZE = 1000;

    private final ItemTable table;
    private final IndexReader index;
    private final InstantSource clock;

    /**
     * The backups in the table of that name, which {@code client} can reach.
     *
     * @param unreadable where the items are reported that are left out
     */
    public KnownBackups(DynamoDbClient client, String tableName, InstantSource clock, UnreadableItems unreadable) {
        this.table = new ItemTable(client, tableName);
        this.index = new IndexReader(table, unreadable);
        this.clock = clock;
    }

    /**
     * The backups of every type that have not been deleted and have not expired, read page by page as the stream is
     * consumed: by kind, and of each kind in order of creation.
     *
     * @param from created at that time or later, in whole milliseconds
     * @param to created before that time
     */
    public Stream<KnownBackup> living(Place place, Instant from, Instant to) {
        String start = IndexKeys.startOf(from);
        String end = IndexKeys.startOf(to);
        return start.compareTo(end) >= 0 ? Stream.of() : living(place, Stream.of(Kind.values()), start, end);
    }

    /**
     * The next backups with ARNs of DynamoDB's own that {@link #living} has, so many that a walk can compare them at
     * once.
     *
     * @param backups all of them that were created before the end
     * @param end a time after {@code from}, in whole milliseconds, or null if these are all
     */
    public record Next(List<KnownBackup> backups, @Nullable Instant end) {

        /** Copies the list. */
        public Next {
            backups = List.copyOf(backups);
        }
    }

    /**
     * The next backups in order of creation, without the recovery points that DynamoDB's own list never has.
     *
     * @param from created at that time or later, in whole milliseconds
     * @param to created before that time
     * @param limit how many of a kind at most, unless more were created in the same millisecond
     */
    public Next next(Place place, Instant from, Instant to, int limit) {
        List<KnownBackup> read = new ArrayList<>();
        Instant end = to;
        for (Kind kind : Kind.values()) {
            List<KnownBackup> ofKind = living(place, Stream.of(kind), IndexKeys.startOf(from), IndexKeys.startOf(end))
                    .filter(KnownBackups::isOfDynamoDb).limit(limit).toList();
            read.addAll(ofKind);
            if (ofKind.size() == limit) {
                end = ofKind.getLast().creationTime().truncatedTo(ChronoUnit.MILLIS);
            }
        }
        if (end.equals(to)) {
            return new Next(read, null);
        }
        if (!end.isAfter(from)) {
            Instant afterwards = from.plusMillis(1);
            return new Next(living(place, from, afterwards).filter(KnownBackups::isOfDynamoDb).toList(), afterwards);
        }
        Instant before = end;
        return new Next(read.stream().filter(backup -> backup.creationTime().isBefore(before)).toList(), end);
    }

    private static boolean isOfDynamoDb(KnownBackup backup) {
        return backup.arn().tableName() != null;
    }

    /**
     * AWS Backup's recovery points that have not been deleted, read page by page as the stream is consumed, in order of
     * creation. One without a creation time comes first.
     *
     * @param from created at that time or later
     */
    public Stream<KnownBackup> recoveryPoints(Place place, Instant from) {
        return living(place, Stream.of(Kind.AWS_BACKUP), IndexKeys.startOf(from), IndexKeys.end());
    }

    /** A backup as the last write left it, or nothing if there is none, or none that can be read. */
    public Optional<KnownBackup> find(BackupArn arn) {
        return table.findLatest(arn).flatMap(item -> BackupItem.find(arn, item)).map(item -> new KnownBackup(arn,
                IndexEntry.summary(item.description()).toBuilder().backupArn(arn.text()).build()));
    }

    private Stream<KnownBackup> living(Place place, Stream<Kind> kinds, String start, String end) {
        Instant now = clock.instant();
        return kinds.map(kind -> new Partition(place, null, kind, false))
                .flatMap(partition -> index.entries(partition, start, end, PAGE_SIZE, now, page -> {}))
                .filter(entry -> !entry.isDeleted()).map(entry -> new KnownBackup(entry.arn(), entry.summary()));
    }

    /**
     * The newest backups whose full description was not seen yet, or was seen while they were being created.
     *
     * @param limit how many at most
     */
    public List<BackupArn> undescribed(Place place, int limit) {
        return table.pages(Index.BY_UNDESCRIBED, place.toString(), IndexKeys.start(), IndexKeys.end(), limit, false)
                .flatMap(page -> page.items().stream()).peek(item -> requireAnswer(place, item))
                .flatMap(item -> BackupArn.find(item.arn()).stream()).limit(limit).toList();
    }

    private static void requireAnswer(Place place, ItemAttributes item) {
        if (!item.text(Attributes.UNDESCRIBED).filter(place.toString()::equals).isPresent()) {
            throw new WrongAnswerException(Attributes.UNDESCRIBED + " of " + place, item.arn());
        }
    }
}
