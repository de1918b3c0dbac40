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
import software.amazon.awssdk.services.dynamodb.model.BackupSummary;

/**
 * Reads one page of a list: chooses the partitions of the index and the range of positions in creation order, and
 * merges the results.
 */
final class PageReader {

    private static final Comparator<String> ORDER = Comparator.naturalOrder();

    private final IndexReader index;
    private final BackupQuery query;
    private final Instant now;
    private final TimeLimit limit;

    /** A reader of a page of {@code query} at {@code now}. Once {@code timeout} is over, it makes no further call. */
    PageReader(IndexReader index, BackupQuery query, Instant now, Duration timeout) {
        this.index = index;
        this.query = query;
        this.now = now;
        this.limit = new TimeLimit(timeout, "a list");
    }

    /**
     * Reads the page.
     *
     * @throws software.amazon.awssdk.core.exception.SdkClientException if time is up
     */
    BackupPage read() {
        String start = query.after() == null ? IndexKeys.start() : startAfter(query.after());
        // By their position, since a backup that is deleted meanwhile may be in both partitions. Its tombstone counts.
        Map<String, IndexEntry> found = new TreeMap<>();
        for (boolean deleted : query.history() ? List.of(false, true) : List.of(false)) {
            for (Kind kind : Kind.ofType(query.type())) {
                // Entries after a full page are not wanted.
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
     * Where the list continues after a backup. An ARN of DynamoDB's own contains it; for one of AWS Backup's, the table
     * must know the creation time. If it does not, the list starts again from the beginning: a duplicate is better than
     * a gap.
     */
    private String startAfter(BackupArn arn) {
        if (arn.table().isPresent()) {
            return IndexKeys.after(IndexKeys.creationOrder(arn));
        }
        if (!arn.place().account().equals(query.place().account())) {
            return IndexKeys.start(); // a list of one account must tell nothing of another
        }
        return index.creationOrder(arn).map(IndexKeys::after).orElse(IndexKeys.start());
    }

    /** Up to limit + 1 entries of one partition: the extra one shows that more follow. */
    private Stream<IndexEntry> entries(Kind kind, boolean deleted, String start, String end) {
        limit.require();
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
                limit.require();
            }
        }).filter(entry -> query.type() == null || query.type() == entry.summary().backupType())
                .filter(entry -> query.history() || !entry.isDeleted()).limit(wanted);
    }

    /**
     * The first position that a list of living backups must read: what DynamoDB made of deleted tables before that has
     * expired.
     */
    private String startOfLiving(Kind kind) {
        return kind == Kind.SYSTEM && !query.history()
                ? IndexKeys.startOf(now.minus(IndexKeys.SYSTEM_LIFETIME), IndexKeys.start())
                : IndexKeys.start();
    }
}
