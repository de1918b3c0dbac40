package org.backupmetadata.lambda;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.backupmetadata.catalog.BackupItem;
import org.backupmetadata.local.LocalDynamoDb;
import org.backupmetadata.local.SamTemplate;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClient;
import software.amazon.awssdk.services.dynamodb.model.BackupDescription;

/** The template's table in an embedded database, which handlers of this process reach as they reach DynamoDB. */
final class TestTable implements AutoCloseable {

    private final LocalDynamoDb database;
    private final String name;

    private TestTable(LocalDynamoDb database, String name) {
        this.database = database;
        this.name = name;
    }

    static TestTable start() throws IOException {
        SamTemplate template = SamTemplate.read(Path.of("template.yaml"));
        LocalDynamoDb database = LocalDynamoDb.start();
        database.createTable(template);
        database.useForDefaultClients();
        return new TestTable(database, template.createTable().tableName());
    }

    void store(BackupDescription description) {
        DynamoDbEnhancedClient.builder().dynamoDbClient(database.client()).build().table(name, BackupItem.SCHEMA)
                .putItem(BackupItem.of(description));
    }

    /** The handler's environment variables, with those accounts as readers. */
    Map<String, String> environment(String readers) {
        return Map.of("TABLE_NAME", name, "READER_ACCOUNTS", readers);
    }

    @Override
    public void close() {
        database.close();
    }
}
