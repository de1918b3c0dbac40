package org.backupmetadata.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.Map;
import org.backupmetadata.capture.EventRecorder;
import org.backupmetadata.lambda.capture.CaptureSettings;
import org.backupmetadata.lambda.capture.RecordedBatch;
import org.backupmetadata.lambda.capture.SqsFormat;
import org.backupmetadata.lambda.settings.TableClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * The function that records what EventBridge's events say. It gets them in batches of SQS messages, each of which can
 * fail on its own.
 *
 * <p>The way of an event: {@link RecordedBatch} takes the messages apart, {@link EventRecorder} reads each, and
 * {@link org.backupmetadata.catalog.BackupRecorder} writes what it tells, through {@code ItemTable}.
 */
public final class RecordHandler implements RequestStreamHandler {

    private final EventRecorder recorder;

    /** What Lambda calls. */
    public RecordHandler() {
        this(System.getenv());
    }

    /** A handler with the environment variables that {@code template.yaml} sets, for runs without Lambda. */
    public RecordHandler(Map<String, String> environment) {
        CaptureSettings settings = CaptureSettings.of(environment);
        DynamoDbClient client = TableClient.create();
        this.recorder = new EventRecorder(settings.recorder(client), settings.coverage(client), InstantSource.system());
    }

    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        SQSEvent batch = SqsFormat.read(event);
        SqsFormat.write(new SQSBatchResponse(RecordedBatch.record(batch, recorder, context)), answer);
    }
}
