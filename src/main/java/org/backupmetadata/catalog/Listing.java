package org.backupmetadata.catalog;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.backupmetadata.catalog.IndexKeys.Kind;
import org.backupmetadata.model.BackupArn;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.BackupSummary;

/** One page of a list: which partitions of the indexes it is read from, and between which places in creation order. */
final class Listing {

    private static final Comparator<String> ORDER = Comparator.naturalOrder();

    private final IndexReader index;
    private final BackupQuery query;
    private final Instant now;
    private final long deadline;

    /** A page of {@code query} as it is at {@code now}, which asks no further once {@code timeout} is over. */
    Listing(IndexReader index, BackupQuery query, Instant now, Duration timeout) {
        this.index = index;
        this.query = query;
        this.now = now;
        this.deadline = System.nanoTime() + timeout.toNanos();
    }

    /**
     * Reads the page.
     *
     * @throws SdkClientException if time is up
     */
    BackupPage page() {
        String start = query.after() == null ? IndexKeys.start() : startAfter(query.after());
        // By their place, since a backup that is deleted meanwhile may be met in both partitions: its tombstone counts.
        Map<String, IndexEntry> found = new TreeMap<>();
        for (boolean deleted : query.history() ? List.of(false, true) : List.of(false)) {
            for (Kind kind : Kind.ofType(query.type())) {
                // What comes after a full page is not wanted any more.
                String end = found.keySet().stream().skip(query.limit()).findFirst().orElse(IndexKeys.end());
                entries(kind, deleted, start, end).forEach(entry -> found.put(entry.creationOrder(), entry));
            }
        }
        return page(found.values());
    }

    private BackupPage page(Collection<IndexEntry> found) {
        List<BackupSummary> backups = found.stream().limit(query.limit()).map(IndexEntry::summary).toList();
        return new BackupPage(backups, found.size() > query.limit());
    }

    /**
     * Where the list continues after a backup. An ARN of DynamoDB's own says it; of AWS Backup's the table must know the
     * creation time. If it does not, the list starts again from the beginning: rather something twice than something missed.
     */
    private String startAfter(BackupArn arn) {
        if (arn.table().isPresent()) {
            return IndexKeys.after(IndexKeys.creationOrder(arn));
        }
        if (!arn.place().account().equals(query.place().account())) {
            return IndexKeys.start(); // whoever lists one account learns nothing of what is in another
        }
        return index.creationOrder(arn).map(IndexKeys::after).orElse(IndexKeys.start());
    }

    /** Up to limit + 1 entries of one partition: the extra one shows that more follow. */
    private Stream<IndexEntry> entries(Kind kind, boolean deleted, String start, String end) {
        requireTime();
        String from = Stream.of(start, IndexKeys.startOf(query.from(), IndexKeys.start()), startOfLiving(kind))
                .max(ORDER).orElseThrow();
        String to = Stream.of(end, IndexKeys.startOf(query.to(), IndexKeys.end())).min(ORDER).orElseThrow();
        if (from.compareTo(to) >= 0) {
            return Stream.of();
        }
        int wanted = query.limit() + 1;
        Partition partition = new Partition(query.place(), query.tableName(), kind, deleted);
        return index.entries(partition, from, to, wanted, now, page -> {
            if (page.lastEvaluatedKey() != null) {
                requireTime();
            }
        }).filter(entry -> query.type() == null || query.type() == entry.summary().backupType())
                .filter(entry -> query.history() || !entry.isDeleted()).limit(wanted);
    }

    /** Whatever DynamoDB made of deleted tables before that has expired, and need not be read if only the living are asked for. */
    private String startOfLiving(Kind kind) {
        return kind == Kind.SYSTEM && !query.history()
                ? IndexKeys.startOf(now.minus(IndexKeys.SYSTEM_LIFETIME), IndexKeys.start())
                : IndexKeys.start();
    }

    private void requireTime() {
        if (System.nanoTime() - deadline > 0) {
            throw SdkClientException.create("The table answers too slowly for a list");
        }
    }
}
