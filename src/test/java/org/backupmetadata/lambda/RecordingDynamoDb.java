package org.backupmetadata.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.net.URI;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.backupmetadata.lambda.snapstart.SnapStart;
import org.backupmetadata.local.LocalDatabase;

/**
 * A DynamoDB that remembers which operations it was asked for, and of what. Every lookup finds the backup that it asks
 * for, or none does; queries find nothing, but for one backup that is still to be described. As the live DynamoDB of an
 * account it lists one backup, and describes none.
 */
public final class RecordingDynamoDb implements AutoCloseable {

    private static final String CANNED_ARN = "arn:aws:dynamodb:us-east-1:000000000000:table/Priming/backup/00000000000000-00000000";

    private static final String PLACE = "000000000000/us-east-1";
    private static final String NOTHING = "{\"Count\":0,\"Items\":[],\"ScannedCount\":0}";
    private static final String UNDESCRIBED = """
            {"Count":1,"ScannedCount":1,"Items":[{"BackupArn":{"S":"%s"},"Undescribed":{"S":"%s"},"CreationOrder":{"S":"0"}}]}
            """
            .formatted(CANNED_ARN, PLACE);
    private static final String LIVE = """
            {"BackupSummaries":[{"BackupArn":"%s","BackupName":"live","BackupStatus":"AVAILABLE","BackupType":"USER",
              "BackupCreationDateTime":0,"TableName":"Priming"}]}
            """.formatted(CANNED_ARN);
    private static final String NOT_FOUND = """
            {"__type":"com.amazonaws.dynamodb.v20120810#BackupNotFoundException","message":"Backup not found"}""";

    private final HttpServer server;
    private final Set<String> calls = new ConcurrentSkipListSet<>();
    private final AtomicBoolean undescribed = new AtomicBoolean(true);
    private volatile String item = cannedItem();

    private RecordingDynamoDb(HttpServer server) {
        this.server = server;
    }

    /** Starts it as the database of every client of this process that is built the default way. */
    public static RecordingDynamoDb start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        RecordingDynamoDb dynamoDb = new RecordingDynamoDb(server);
        server.createContext("/", dynamoDb::answer);
        server.start();
        LocalDatabase.useForDefaultClients(dynamoDb.endpoint());
        return dynamoDb;
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private static String cannedItem() {
        try (InputStream resource = SnapStart.class.getResourceAsStream("item.json")) {
            return new String(Objects.requireNonNull(resource).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        JsonNode request = new ObjectMapper().readTree(exchange.getRequestBody());
        String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        calls.add(target.replace("DynamoDB_20120810.", "dynamodb:") + " " + request.path("TableName").asText()
                + (request.has("IndexName") ? "/index/" + request.path("IndexName").asText() : ""));
        byte[] answer = answer(target.replaceFirst(".*\\.", ""), request).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.0");
        exchange.sendResponseHeaders(target.endsWith("DescribeBackup") ? 400 : 200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private String answer(String operation, JsonNode request) {
        return switch (operation) {
            case "ListBackups" -> LIVE;
            case "DescribeBackup" -> NOT_FOUND;
            case "Query" -> request.path("IndexName").asText().equals("ByUndescribed") && undescribed.getAndSet(false)
                    ? UNDESCRIBED
                    : NOTHING;
            default -> request.has("Key")
                    ? item.replace(CANNED_ARN, request.at("/Key/BackupArn/S").asText())
                    : NOTHING;
        };
    }

    public void holdNothing() {
        item = "{}";
    }

    /** The permissions that the calls would have needed, and on what: {@code dynamodb:Query Table/index/Index}. */
    public Set<String> calls() {
        return calls;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
