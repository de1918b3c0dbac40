package org.backupmetadata.catalog;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.backupmetadata.model.BackupArn;
import org.backupmetadata.model.TableArn;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Looks up and lists the known backups. Writes nothing. Thread-safe. */
public final class BackupCatalog {

    private final ItemTable table;
    private final IndexReader index;
    private final Duration listTimeout;
    private final InstantSource clock;

    /**
     * A catalogue in the table of that name, which {@code client} can reach.
     *
     * @param listTimeout a list that has taken this long makes no further call of the table; the call under way may
     * still take its time
     * @param unreadable gets the items that lists leave out
     */
    public BackupCatalog(DynamoDbClient client, String tableName, Duration listTimeout, InstantSource clock,
            UnreadableItems unreadable) {
        this.table = new ItemTable(client, tableName);
        this.index = new IndexReader(table, unreadable);
        this.listTimeout = listTimeout;
        this.clock = clock;
    }

    /**
     * The backup with that ARN, even if it is deleted.
     *
     * @throws software.amazon.awssdk.core.exception.SdkException if the table did not answer
     * @throws WrongAnswerException if it answered another question
     * @throws UnreadableItemException if its item is not one that this version understands
     */
    public Optional<Backup> find(BackupArn arn) {
        Instant now = clock.instant();
        return table.find(arn).filter(item -> !item.isExpired(now))
                .map(item -> BackupItem.parse(arn, item).asOf(now));
    }

    /**
     * A page of backups, eventually consistent as every index. Items that cannot be read are left out.
     *
     * @throws software.amazon.awssdk.core.exception.SdkException if the table did not answer in time
     * @throws WrongAnswerException if it answered another question
     */
    public BackupPage list(BackupQuery query) {
        return query.tableName() == null || TableArn.isTableName(query.tableName())
                ? new PageReader(index, query, clock.instant(), listTimeout).read()
                : new BackupPage(List.of(), false);
    }

    /**
     * Makes the cheapest possible call of the table, so that its client has an open connection.
     *
     * @throws software.amazon.awssdk.core.exception.SdkException if the table did not answer
     */
    public void connect() {
        table.connect();
    }
}
