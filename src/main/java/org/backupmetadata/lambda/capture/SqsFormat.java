package org.backupmetadata.lambda.capture;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.backupmetadata.model.Json;
import org.jspecify.annotations.Nullable;

/** Reads the parts of Lambda's SQS events that are used here, and writes which messages failed. */
public final class SqsFormat {

    private SqsFormat() {
    }

    /**
     * Reads a batch.
     *
     * @throws org.backupmetadata.model.MalformedJsonException if it is not JSON
     */
    public static SQSEvent read(InputStream event) throws IOException {
        List<SQSMessage> messages = new ArrayList<>();
        Json.read(event, batch -> {
            batch.members((name, records) -> {
                if (name.equals("Records")) {
                    records.elements(message -> messages.add(message(message)));
                }
            });
            return messages;
        });
        SQSEvent batch = new SQSEvent();
        batch.setRecords(messages);
        return batch;
    }

    private static SQSMessage message(Json.Reader json) throws IOException {
        SQSMessage message = new SQSMessage();
        json.members((name, value) -> {
            switch (name) {
                case "messageId" -> message.setMessageId(text(value));
                case "body" -> message.setBody(text(value));
                default -> {
                    // of no interest
                }
            }
        });
        return message;
    }

    private static @Nullable String text(Json.Reader value) throws IOException {
        return value.kind() == Json.Kind.STRING ? value.text() : null;
    }

    /** Writes which messages to deliver again. */
    public static void write(SQSBatchResponse response, OutputStream output) throws IOException {
        Json.write(output, json -> {
            json.startObject();
            json.name("batchItemFailures");
            json.startArray();
            for (SQSBatchResponse.BatchItemFailure failure : response.getBatchItemFailures()) {
                json.startObject();
                json.member("itemIdentifier", failure.getItemIdentifier());
                json.endObject();
            }
            json.endArray();
            json.endObject();
        });
    }
}
