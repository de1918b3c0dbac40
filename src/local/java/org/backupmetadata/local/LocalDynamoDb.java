package org.backupmetadata.local;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.cli.ParseException;
import org.backupmetadata.catalog.BackupRecorder;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.dynamodb.services.local.main.CommandLineInput;
import software.amazon.dynamodb.services.local.main.ServerRunner;
import software.amazon.dynamodb.services.local.server.DynamoDBProxyServer;

/**
 * DynamoDB Local in this process: in memory, one database for any credentials and Region, on all interfaces so that a
 * container can reach it, too.
 */
public final class LocalDynamoDb implements AutoCloseable {

    private final int port;
    private final DynamoDBProxyServer server;
    private final DynamoDbClient client;

    private LocalDynamoDb(int port, DynamoDBProxyServer server) {
        this.port = port;
        this.server = server;
        this.client = client(List.of());
    }

    /** Starts an empty database on a port that nobody uses. */
    public static LocalDynamoDb start() throws IOException {
        return start(freePort());
    }

    /**
     * Starts an empty database on that port.
     *
     * @throws IOException if the port cannot be had
     */
    public static LocalDynamoDb start(int port) throws IOException {
        try {
            DynamoDBProxyServer server = server(port);
            server.start();
            return new LocalDynamoDb(port, server);
        } catch (Exception e) {
            throw e instanceof IOException cause ? cause : new IOException(e);
        }
    }

    /** As the database's own command line does, less what it prints. */
    private static DynamoDBProxyServer server(int port) throws ParseException {
        CommandLineInput input = new CommandLineInput(
                new String[]{"-inMemory", "-sharedDb", "-disableTelemetry", "-port", String.valueOf(port)});
        if (!input.init()) {
            throw new IllegalStateException("DynamoDB Local does not understand its own command line");
        }
        return ServerRunner.createServer(input);
    }

    /** The database does not take 0 for any free port. */
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** The port it listens on. */
    public int port() {
        return port;
    }

    /** Where a client finds it. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** A client of it, closed together with it. */
    public DynamoDbClient client() {
        return client;
    }

    /** Another client, to be closed by whoever asks for it, with an eye on what goes through it. */
    public DynamoDbClient client(ExecutionInterceptor observer) {
        return client(List.of(observer));
    }

    private DynamoDbClient client(List<ExecutionInterceptor> observers) {
        return DynamoDbClient.builder().endpointOverride(endpoint()).region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .overrideConfiguration(config -> config.executionInterceptors(observers)).build();
    }

    /** Creates the template's table. */
    public void createTable(SamTemplate template) {
        client.createTable(template.createTable());
        template.timeToLive().ifPresent(ttl -> client.updateTimeToLive(request -> request
                .tableName(template.createTable().tableName()).timeToLiveSpecification(ttl)));
    }

    /** Records in the template's table. Tombstones stay for ever: the database itself does not. */
    public BackupRecorder recorder(SamTemplate template) {
        return new BackupRecorder(client, template.createTable().tableName(), Optional.empty(), InstantSource.system());
    }

    /** Makes it the database of every DynamoDB client in this process that is built the default way, as a handler does. */
    public void useForDefaultClients() {
        useForDefaultClients(port);
    }

    /** The same for whatever stands in for the database on that port. */
    public static void useForDefaultClients(int port) {
        Map.of("aws.endpointUrlDynamoDb", "http://127.0.0.1:" + port, "aws.region", "us-east-1", "aws.accessKeyId",
                "local", "aws.secretAccessKey", "local").forEach(System::setProperty);
    }

    @Override
    public void close() {
        client.close();
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("DynamoDB Local did not stop", e);
        }
    }
}
