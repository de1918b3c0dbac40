package org.backupmetadata.benchmark;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A function that only gets the item whose key is the event's text: the cost that no function with a lookup can avoid.
 */
public final class GetItemFunction implements RequestStreamHandler {
    private static final byte[] ANSWER = {'{', '}'};

    private final DynamoDbClient client = DynamoDbClient.create();
    private final String table = System.getenv("TABLE_NAME");

    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        AttributeValue key = AttributeValue.fromS(new String(event.readAllBytes(), StandardCharsets.UTF_8));
        if (!client.getItem(request -> request.tableName(table).key(Map.of("BackupArn", key))).hasItem()) {
            throw new IllegalStateException("No such item: " + key.s());
        }
        answer.write(ANSWER);
    }
}
