package org.backupmetadata.local;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.backupmetadata.catalog.BackupRecorder;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.waiters.DynamoDbWaiter;

/**
 * The database of tests, local runs and benchmarks: an embedded one, {@link Dynalite}, or any other DynamoDB-compatible
 * endpoint that is already running, which {@code -Ddatabase=<URL>} names.
 */
public final class LocalDatabase implements AutoCloseable {

    /** The Region of every client here, and with it of the API in the local run. */
    static final String REGION = "us-east-1";

    private static final String LOOPBACK = "127.0.0.1";

    static {
        DeveloperSettings.override();
    }

    private final @Nullable Dynalite embedded;
    private final URI endpoint;
    private final DynamoDbClient client;
    private final List<String> created = new ArrayList<>();

    private LocalDatabase(@Nullable Dynalite embedded, URI endpoint) {
        this.embedded = embedded;
        this.endpoint = endpoint;
        this.client = client(List.of());
    }

    /** The database that {@code -Ddatabase} names, or else an embedded one, empty, on a port that nobody uses. */
    public static LocalDatabase start() throws IOException {
        String url = System.getProperty("database", "");
        return url.isEmpty() ? startEmbedded(LOOPBACK, 0) : at(url);
    }

    /**
     * Starts an empty database.
     *
     * @param address the address to listen on; {@code 0.0.0.0} for all of this machine's
     * @param port the port to listen on; 0 for one that nobody uses
     * @throws IOException if the port cannot be had
     */
    static LocalDatabase startEmbedded(String address, int port) throws IOException {
        Dynalite dynalite = Dynalite.start(address, port);
        String host = address.equals("0.0.0.0") ? LOOPBACK : address;
        return new LocalDatabase(dynalite, URI.create("http://" + host + ":" + dynalite.port()));
    }

    /**
     * A database that is already running.
     *
     * @throws LocalRunException if that is no URL of one, or it does not answer
     */
    static LocalDatabase at(String url) {
        LocalDatabase database = new LocalDatabase(null, uri(url));
        try {
            database.client.listTables(request -> request.limit(1));
            return database;
        } catch (SdkException e) {
            database.close();
            throw new LocalRunException("The database at " + url + " does not answer as DynamoDB does: "
                    + e.getMessage(), e);
        }
    }

    private static URI uri(String url) {
        try {
            URI uri = new URI(url);
            if (uri.getHost() != null && List.of("http", "https").contains(uri.getScheme())) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Reported like any other text that is no such URL.
        }
        throw new LocalRunException("-Ddatabase=" + url + " is not a URL such as http://127.0.0.1:8000.");
    }

    /** Where a client finds it. */
    public URI endpoint() {
        return endpoint;
    }

    /** A client of it, closed together with it. */
    public DynamoDbClient client() {
        return client;
    }

    /** Another client, to be closed by the caller, with an observer of its requests. */
    public DynamoDbClient client(ExecutionInterceptor observer) {
        return client(List.of(observer));
    }

    private DynamoDbClient client(List<ExecutionInterceptor> observers) {
        return DynamoDbClient.builder().endpointOverride(endpoint).region(Region.of(REGION))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .overrideConfiguration(config -> config.executionInterceptors(observers)).build();
    }

    /**
     * Creates the template's tables, until {@link #close}. In a database that is not embedded they get names of their
     * own: others may use that database, too.
     *
     * @return the template with the names that the tables have
     */
    public SamTemplate createTables(SamTemplate template) {
        SamTemplate named = embedded != null
                ? template
                : template.withTableNames("-" + UUID.randomUUID());
        named.tables().values().forEach(this::createTable);
        return named;
    }

    /** Creates a table, until {@link #close}, and waits until it can be used. */
    public void createTable(CreateTableRequest table) {
        client.createTable(table);
        created.add(table.tableName());
        awaitTable(table.tableName());
    }

    /** Creates the template's tables to stay, unless they are there from an earlier run. */
    void ensureTables(SamTemplate template) {
        template.tables().values().forEach(this::ensureTable);
    }

    private void ensureTable(CreateTableRequest table) {
        try {
            client.createTable(table);
        } catch (ResourceInUseException e) {
            // It is there.
        }
        awaitTable(table.tableName());
    }

    private void awaitTable(String name) {
        try (DynamoDbWaiter waiter = DynamoDbWaiter.builder().client(client).overrideConfiguration(
                config -> config.maxAttempts(600).backoffStrategyV2(BackoffStrategy.fixedDelay(Duration.ofMillis(50))))
                .build()) {
            waiter.waitUntilTableExists(request -> request.tableName(name));
        }
    }

    /** Records in the template's table of backups. Tombstones stay for ever: the database itself does not. */
    public BackupRecorder recorder(SamTemplate template) {
        return new BackupRecorder(client, template.backupTable().tableName(), Optional.empty(), InstantSource.system());
    }

    /**
     * Makes it the database of every DynamoDB client in this process that is built the default way, as a handler does.
     */
    public void useForDefaultClients() {
        useForDefaultClients(endpoint);
    }

    /** The same for a stand-in for the database at that URL. */
    public static void useForDefaultClients(URI endpoint) {
        Map.of("aws.endpointUrlDynamoDb", endpoint.toString(), "aws.region", REGION, "aws.accessKeyId", "local",
                "aws.secretAccessKey", "local").forEach(System::setProperty);
    }

    @Override
    public void close() {
        if (embedded == null) {
            created.forEach(name -> client.deleteTable(request -> request.tableName(name)));
        }
        client.close();
        if (embedded != null) {
            embedded.close();
        }
    }
}
