package org.backupmetadata.lambda;

import org.backupmetadata.api.BackupApi;
import org.backupmetadata.catalog.BackupCatalog;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * The API together with the client that it reads the table with, replaceable as a whole: what a snapshot must not hold
 * (connections, credentials, anything remembered of a call) belongs to the client and goes with it.
 */
final class Service {

    private record Parts(DynamoDbClient client, BackupApi api) {}

    private final Environment environment;
    private volatile Parts parts;

    Service(Environment environment) {
        this.environment = environment;
        this.parts = parts(environment.client());
    }

    /** The API as it is now. */
    BackupApi api() {
        return parts.api();
    }

    /** Goes on with another client, and closes the one before with its connections. Not while requests are answered. */
    void use(DynamoDbClient client) {
        parts.client().close();
        parts = parts(client);
    }

    /** Goes on with a client of the table that has not been used. */
    void renew() {
        use(environment.client());
    }

    private Parts parts(DynamoDbClient client) {
        return new Parts(client,
                new BackupApi(new BackupCatalog(client, environment.tableName()), environment.readers()));
    }
}
