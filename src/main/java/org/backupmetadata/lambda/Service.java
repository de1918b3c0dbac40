package org.backupmetadata.lambda;

import org.backupmetadata.api.BackupApi;
import org.backupmetadata.catalog.BackupCatalog;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * The API together with the client that it reads the table with, replaceable as a whole: what a snapshot must not hold
 * (connections, credentials, anything remembered of a call) belongs to the client and goes with it.
 */
final class Service {

    private record Parts(DynamoDbClient client, BackupCatalog catalog, BackupApi api) {}

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

    /**
     * Has the client open its connection and fetch its credentials.
     *
     * @throws software.amazon.awssdk.core.exception.SdkException if the table did not answer
     */
    void connect() {
        parts.catalog().connect();
    }

    private Parts parts(DynamoDbClient client) {
        BackupCatalog catalog = environment.catalog(client);
        String region = client.serviceClientConfiguration().region().id();
        return new Parts(client, catalog, new BackupApi(catalog, environment.readers(), region));
    }
}
