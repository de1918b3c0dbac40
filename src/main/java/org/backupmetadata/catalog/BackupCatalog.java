package org.backupmetadata.catalog;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClient;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbTable;
import software.amazon.awssdk.enhanced.dynamodb.Key;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BackupDescription;

/** The backups that are known, and how to look one up. Thread-safe. */
public final class BackupCatalog {

    private final DynamoDbTable<BackupItem> table;

    /** A catalogue in the table of that name, which {@code client} can reach. */
    public BackupCatalog(DynamoDbClient client, String tableName) {
        this.table = DynamoDbEnhancedClient.builder().dynamoDbClient(client).extensions().build().table(tableName,
                BackupItem.SCHEMA);
    }

    /**
     * The backup of that name, whatever its status.
     *
     * <p>Reads eventually consistent, which costs half, and asks once more with strong consistency before anyone is told
     * that a backup does not exist.
     *
     * @throws software.amazon.awssdk.core.exception.SdkException if the table did not answer
     */
    public Optional<BackupDescription> find(BackupArn arn) {
        BackupItem item = get(arn.text(), false);
        return Optional.ofNullable(item != null ? item : get(arn.text(), true)).map(BackupItem::description);
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
