package org.backupmetadata.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.backupmetadata.lambda.snapstart.SnapStart;
import org.backupmetadata.local.LocalDynamoDb;

/** A DynamoDB that remembers which operations it was asked for, and of what. Every read finds the same backup, or nothing. */
final class RecordingDynamoDb implements AutoCloseable {

    private final HttpServer server;
    private final Set<String> calls = new ConcurrentSkipListSet<>();
    private volatile byte[] answer = cannedItem();

    private RecordingDynamoDb(HttpServer server) {
        this.server = server;
    }

    /** Starts it as the database of every client of this process that is built the default way. */
    static RecordingDynamoDb start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        RecordingDynamoDb dynamoDb = new RecordingDynamoDb(server);
        server.createContext("/", dynamoDb::answer);
        server.start();
        LocalDynamoDb.useForDefaultClients(server.getAddress().getPort());
        return dynamoDb;
    }

    private static byte[] cannedItem() {
        try (InputStream resource = SnapStart.class.getResourceAsStream("item.json")) {
            return Objects.requireNonNull(resource).readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        JsonNode request = new ObjectMapper().readTree(exchange.getRequestBody());
        String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        calls.add(target.replace("DynamoDB_20120810.", "dynamodb:") + " " + request.path("TableName").asText()
                + (request.has("IndexName") ? "/index/" + request.path("IndexName").asText() : ""));
        exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.0");
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    void holdNothing() {
        answer = new byte[]{'{', '}'};
    }

    /** What IAM would have had to allow, and on what: {@code dynamodb:Query Table/index/Index}. */
    Set<String> calls() {
        return calls;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
