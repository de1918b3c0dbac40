package org.backupmetadata.catalog;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.backupmetadata.model.BackupArn;
import org.backupmetadata.model.Place;
import software.amazon.awssdk.enhanced.dynamodb.model.Page;

/** Reads the index entries that can be read, and reports each of the others once. Thread-safe. */
final class IndexReader {

    /** The largest number of items that are reported: many more would be the same trouble again. */
    private static final int MAX_REPORTS = 1000;

    private final ItemTable table;
    private final UnreadableItems unreadable;
    private final Set<String> reported = ConcurrentHashMap.newKeySet();

    IndexReader(ItemTable table, UnreadableItems unreadable) {
        this.table = table;
        this.unreadable = unreadable;
    }

    /**
     * The entries of a partition in creation order, read page by page, as they are at {@code now}.
     *
     * @param from the first position in creation order
     * @param to the last
     * @param onPage called with each page before its entries are read; may throw to end the reading
     * @throws WrongAnswerException if the table answers with another account's, Region's or table's backups
     */
    Stream<IndexEntry> entries(Partition partition, String from, String to, int pageSize, Instant now,
            Consumer<Page<ItemAttributes>> onPage) {
        return table.pages(partition.index(), partition.key(), from, to, pageSize, true).peek(onPage)
                .flatMap(page -> page.items().stream()).peek(item -> requireAnswer(partition, item))
                .filter(item -> !item.isExpired(now)).flatMap(item -> entry(item, partition.place()).stream())
                .map(entry -> entry.asOf(now));
    }

    private static void requireAnswer(Partition partition, ItemAttributes item) {
        String key = item.text(partition.index().partitionKey()).orElse("");
        if (!partition.isOfSameOwner(key)) {
            throw new WrongAnswerException(partition.toString(), item.arn() + " in '" + key + "'");
        }
    }

    private Optional<IndexEntry> entry(ItemAttributes item, Place place) {
        try {
            return Optional.of(IndexEntry.parse(item, place));
        } catch (UnreadableItemException e) {
            if (reported.size() < MAX_REPORTS && reported.add(e.backupArn())) {
                unreadable.report(e);
            }
            return Optional.empty();
        }
    }

    /** The position of a backup in creation order, or nothing if the table does not say. */
    Optional<String> creationOrder(BackupArn arn) {
        return table.find(arn).flatMap(item -> item.text(Attributes.CREATION_ORDER));
    }
}
