package org.backupmetadata.lambda.capture;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.backupmetadata.capture.EventRecorder;
import org.backupmetadata.capture.RejectedEventException;

/**
 * Records a batch of events one by one. An event that is not understood is counted and logged without its body, and not
 * delivered again. An event that could not be written is delivered again.
 *
 * <p>The last line of the log counts them, for metric filters: {@code received}, {@code recorded}, {@code changed},
 * {@code heartbeat}, {@code ignored}, {@code unknown}, {@code foreign}, {@code failed}.
 */
public final class RecordedBatch {

    /** The time that an event may take, for three calls of the tables. With less time left, it is delivered again. */
    private static final Duration TIME_FOR_AN_EVENT = Duration.ofSeconds(15);

    private final EventRecorder recorder;
    private final Context context;
    private final Map<String, Long> counts = new TreeMap<>();
    private final List<BatchItemFailure> failures = new ArrayList<>();

    private RecordedBatch(EventRecorder recorder, Context context) {
        this.recorder = recorder;
        this.context = context;
        for (String each : List.of("recorded", "changed", "heartbeat", "ignored", "unknown", "foreign")) {
            counts.put(each, 0L);
        }
    }

    /** Records a batch, and returns the messages to deliver again. */
    public static List<BatchItemFailure> record(SQSEvent batch, EventRecorder recorder, Context context) {
        RecordedBatch recorded = new RecordedBatch(recorder, context);
        batch.getRecords().forEach(recorded::record);
        CaptureLine line = CaptureLine.of(LogLevel.INFO, context.getAwsRequestId()).with("received",
                batch.getRecords().size());
        recorded.counts.forEach(line::with);
        line.with("failed", recorded.failures.size()).write(context.getLogger());
        return recorded.failures;
    }

    private void record(SQSMessage message) {
        if (context.getRemainingTimeInMillis() < TIME_FOR_AN_EVENT.toMillis()) {
            failures.add(new BatchItemFailure(message.getMessageId()));
            return;
        }
        try {
            count(recorder.record(Objects.requireNonNullElse(message.getBody(), "")));
        } catch (RejectedEventException e) {
            count(e.reason());
            line(LogLevel.WARN, message).with("rejected", name(e.reason())).write(context.getLogger());
        } catch (RuntimeException e) {
            failures.add(new BatchItemFailure(message.getMessageId()));
            line(LogLevel.ERROR, message).because(e).write(context.getLogger());
        }
    }

    private CaptureLine line(LogLevel level, SQSMessage message) {
        return CaptureLine.of(level, context.getAwsRequestId()).with("messageId",
                Objects.requireNonNullElse(message.getMessageId(), ""));
    }

    private void count(Enum<?> outcome) {
        counts.merge(name(outcome), 1L, Long::sum);
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
