package org.backupmetadata.lambda.log;

import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import java.time.Instant;
import java.util.Arrays;
import org.backupmetadata.model.Json;
import org.backupmetadata.model.Timestamps;

/**
 * A line of the log as a JSON object. {@code timestamp} and {@code level} are Lambda's names.
 *
 * <p>Lambda's logger gets bytes, which it filters by level and writes as they are. It would wrap a text into an object
 * of its own, and log queries could not reach the members.
 */
public final class LogLine {

    private LogLine() {
    }

    /** A line of this moment, with its end, for {@code LambdaLogger.log(byte[], LogLevel)}. */
    public static byte[] of(LogLevel level, Json.Writing members) {
        byte[] object = Json.write(json -> {
            json.startObject();
            json.member("timestamp", Timestamps.text(Instant.now()));
            json.member("level", level.name());
            members.to(json);
            json.endObject();
        });
        byte[] line = Arrays.copyOf(object, object.length + 1);
        line[object.length] = '\n';
        return line;
    }
}
