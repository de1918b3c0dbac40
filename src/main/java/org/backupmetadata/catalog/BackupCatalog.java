package org.backupmetadata.catalog;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.backupmetadata.model.BackupArn;
import org.backupmetadata.model.TableArn;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The backups that are known: how to look one up, and how to list them. Writes nothing. Thread-safe. */
public final class BackupCatalog {

    private final ItemTable table;
    private final IndexReader index;
    private final Duration listTimeout;
    private final InstantSource clock;

    /**
     * A catalogue in the table of that name, which {@code client} can reach.
     *
     * @param listTimeout a list that has taken so long asks the table no further. It may take as long as one call more
     * @param unreadable where the items are reported that lists leave out
     */
    public BackupCatalog(DynamoDbClient client, String tableName, Duration listTimeout, InstantSource clock,
            UnreadableItems unreadable) {
        this.table = new ItemTable(client, tableName);
        this.index = new IndexReader(table, unreadable);
        this.listTimeout = listTimeout;
        this.clock = clock;
    }

    /**
     * The backup of that name, also if it is deleted.
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
     * A page of backups. Reads eventually consistent, which is all that an index can. Items that cannot be read are left out.
     *
     * @throws software.amazon.awssdk.core.exception.SdkException if the table did not answer in time
     * @throws WrongAnswerException if it answered another question
     */
    public BackupPage list(BackupQuery query) {
        return query.tableName() == null || TableArn.isTableName(query.tableName())
                ? new Listing(index, query, clock.instant(), listTimeout).page()
                : new BackupPage(List.of(), false);
    }

    /**
     * Makes the cheapest call of the table that there is, so that its client has an open connection.
     *
     * @throws software.amazon.awssdk.core.exception.SdkException if the table did not answer
     */
    public void connect() {
        table.connect();
    }
}
