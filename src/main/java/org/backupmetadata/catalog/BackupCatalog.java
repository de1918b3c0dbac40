package org.backupmetadata.catalog;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.backupmetadata.model.AccountId;
import org.backupmetadata.model.BackupArn;
import org.backupmetadata.model.TableArn;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClient;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbIndex;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbTable;
import software.amazon.awssdk.enhanced.dynamodb.Expression;
import software.amazon.awssdk.enhanced.dynamodb.Key;
import software.amazon.awssdk.enhanced.dynamodb.model.Page;
import software.amazon.awssdk.enhanced.dynamodb.model.QueryConditional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BackupSummary;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/** The backups that are known: how to look one up, to list them, and to record what was seen of them. Thread-safe. */
public final class BackupCatalog {

    /** How often a writer reads again what others have written meanwhile: they are as many as see one backup at once. */
    private static final int ATTEMPTS = 50;

    /** A list that has taken so long asks the table no further: as long as one call may take, so twice that in all. */
    private static final Duration PATIENCE = Duration.ofMillis(4500);

    private final DynamoDbEnhancedClient client;
    private final String tableName;
    private final DynamoDbTable<BackupItem> table;
    private final @Nullable Duration retention;
    private final InstantSource clock;

    /**
     * A catalogue in the table of that name, which {@code client} can reach.
     *
     * @param retention how long the tombstones stay that are written from now on, or null for ever
     */
    public BackupCatalog(DynamoDbClient client, String tableName, @Nullable Duration retention, InstantSource clock) {
        this.client = DynamoDbEnhancedClient.builder().dynamoDbClient(client).extensions().build();
        this.tableName = tableName;
        this.table = this.client.table(tableName, BackupItem.SCHEMA);
        this.retention = retention;
        this.clock = clock;
    }

    /**
     * The backup of that name, also if it is gone.
     *
     * <p>Reads eventually consistent, which costs half, and asks once more with strong consistency before anyone is told
     * that a backup does not exist.
     *
     * @throws software.amazon.awssdk.core.exception.SdkException if the table did not answer
     */
    public Optional<Backup> find(BackupArn arn) {
        Instant now = clock.instant();
        return item(arn).filter(item -> !item.isForgotten(now)).map(item -> item.asOf(now));
    }

    private Optional<BackupItem> item(BackupArn arn) {
        BackupItem item = get(arn.text(), false);
        return Optional.ofNullable(item != null ? item : get(arn.text(), true));
    }

    /**
     * A page of backups. Reads eventually consistent, which is all that an index can.
     *
     * @throws software.amazon.awssdk.core.exception.SdkException if the table did not answer
     */
    public BackupPage list(BackupQuery query) {
        if (query.tableName() != null && !TableArn.isTableName(query.tableName())) {
            return new BackupPage(List.of(), false);
        }
        Instant now = clock.instant();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        String start = query.after() == null ? IndexKeys.start() : startAfter(query.after(), query.place().account());
        // By their place, since a backup that goes meanwhile may be met in both partitions: its tombstone counts.
        Map<String, ListedBackup> found = new TreeMap<>();
        for (boolean deleted : query.history() ? List.of(false, true) : List.of(false)) {
            for (IndexKeys.Kind kind : IndexKeys.Kind.ofType(query.type())) {
                // What comes after a full page is not wanted any more.
                String end = found.keySet().stream().skip(query.limit()).findFirst().orElse(IndexKeys.end());
                read(query, kind, deleted, start, end, now, deadline)
                        .forEach(backup -> found.put(backup.creationOrder(), backup));
            }
        }
        return page(found.values(), query.limit());
    }

    private static BackupPage page(Collection<ListedBackup> found, int limit) {
        List<BackupSummary> backups = found.stream().limit(limit).map(ListedBackup::summary).toList();
        return new BackupPage(backups, found.size() > limit);
    }

    /**
     * Where a list goes on. An ARN of DynamoDB's own says it; of AWS Backup's the catalogue must know the creation time. One
     * that it does not know has no place: the list begins anew: rather something twice than something missed.
     */
    private String startAfter(BackupArn arn, AccountId account) {
        if (arn.tableName() != null) {
            return IndexKeys.after(IndexKeys.creationOrder(arn));
        }
        if (!arn.place().account().equals(account)) {
            return IndexKeys.start(); // whoever lists one account learns nothing of what is in another
        }
        return item(arn).map(item -> IndexKeys.after(IndexKeys.creationOrder(arn, item.description())))
                .orElse(IndexKeys.start());
    }

    /** One backup more than the page has of what one partition has for it, so that the page knows whether it is the last. */
    private Stream<ListedBackup> read(BackupQuery query, IndexKeys.Kind kind, boolean deleted, String start,
            String end, Instant now, long deadline) {
        requireInTime(deadline);
        boolean onlyLiving = kind == IndexKeys.Kind.SYSTEM && !query.history();
        String from = max(start, max(IndexKeys.startOf(query.from(), IndexKeys.start()),
                IndexKeys.startOf(onlyLiving ? now.minus(IndexKeys.SYSTEM_LIFETIME) : null, IndexKeys.start())));
        String to = min(end, IndexKeys.startOf(query.to(), IndexKeys.end()));
        if (from.compareTo(to) >= 0) {
            return Stream.of();
        }
        String partition = IndexKeys.partition(query.place(), query.tableName(), kind, deleted);
        QueryConditional places = QueryConditional.sortBetween(
                key -> key.partitionValue(partition).sortValue(from),
                key -> key.partitionValue(partition).sortValue(to));
        int wanted = query.limit() + 1;
        return index(query).query(request -> request.queryConditional(places).limit(wanted)).stream()
                .peek(page -> requireInTimeForMore(page, deadline)).flatMap(page -> page.items().stream())
                .filter(backup -> query.type() == null || query.type() == backup.summary().backupType())
                .filter(backup -> !backup.isForgotten(now)).map(backup -> backup.asOf(now))
                .filter(backup -> query.history() || !backup.isGone()).limit(wanted);
    }

    private static void requireInTimeForMore(Page<ListedBackup> page, long deadline) {
        if (page.lastEvaluatedKey() != null) {
            requireInTime(deadline);
        }
    }

    private static void requireInTime(long deadline) {
        if (System.nanoTime() - deadline > 0) {
            throw SdkClientException.create("The table answers too slowly for a list");
        }
    }

    private DynamoDbIndex<ListedBackup> index(BackupQuery query) {
        return client.table(tableName, ListedBackup.SCHEMA)
                .index(query.tableName() == null ? ListedBackup.BY_ACCOUNT : ListedBackup.BY_TABLE);
    }

    private static String min(String a, String b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    private static String max(String a, String b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    /**
     * Records what was seen of a backup. News that comes late, again, or from two sides at once ends in the same item, since
     * an item is only replaced as it was read: whoever comes second reads it again.
     *
     * @throws software.amazon.awssdk.core.exception.SdkException if the table did not answer, or does not take the item
     * @throws IllegalStateException if the item is never as it was read: somebody else has written something odd
     */
    public void record(Observation news) {
        for (int i = 0; i < ATTEMPTS; i++) {
            BackupItem known = get(news.arn().text(), true);
            BackupItem item = BackupItem.merge(known, news, retention);
            if (item.equals(known) || replace(known, item)) {
                return;
            }
        }
        throw new IllegalStateException("the item cannot be replaced: " + news.arn());
    }

    private boolean replace(@Nullable BackupItem known, BackupItem item) {
        try {
            table.putItem(request -> request.item(item).conditionExpression(isStill(known)));
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        }
    }

    /** The condition that the item in the table is as it was read. */
    private static Expression isStill(@Nullable BackupItem known) {
        if (known == null) {
            return Expression.builder().expression("attribute_not_exists(BackupArn)").build();
        }
        List<String> conditions = new ArrayList<>();
        Map<String, AttributeValue> values = new HashMap<>();
        for (String name : List.of("Sighting", "DeletedAt", "DeletionReason")) {
            AttributeValue value = BackupItem.SCHEMA.attributeValue(known, name);
            if (value == null) {
                conditions.add("attribute_not_exists(" + name + ")");
            } else {
                conditions.add(name + " = :" + name);
                values.put(":" + name, value);
            }
        }
        return Expression.builder().expression(String.join(" AND ", conditions)).expressionValues(values).build();
    }

    /**
     * Makes the cheapest call of the table that there is, so that its client has an open connection.
     *
     * @throws software.amazon.awssdk.core.exception.SdkException if the table did not answer
     */
    public void connect() {
        get("nothing", false);
    }

    private @Nullable BackupItem get(String arn, boolean consistent) {
        Key key = Key.builder().partitionValue(arn).build();
        return table.getItem(request -> request.key(key).consistentRead(consistent));
    }
}
