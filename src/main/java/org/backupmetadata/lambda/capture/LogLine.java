package org.backupmetadata.lambda.capture;

import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.backupmetadata.lambda.log.Cause;
import org.backupmetadata.model.Json;
import org.backupmetadata.model.Timestamps;

/**
 * A line of the log, as a JSON object, through Lambda's own logger. The logger gets bytes, which it filters by level and then
 * writes as they are, so that metric filters and queries find the members.
 */
public final class LogLine {

    private final LogLevel level;
    private final Map<String, Object> members = new LinkedHashMap<>();

    private LogLine(LogLevel level, String requestId) {
        this.level = level;
        members.put("timestamp", Timestamps.text(Instant.now()));
        members.put("level", level.name());
        members.put("requestId", requestId);
    }

    /** A line of that level about one call of the function. */
    public static LogLine of(LogLevel level, String requestId) {
        return new LogLine(level, requestId);
    }

    /** The same line with a text. */
    public LogLine with(String name, String text) {
        members.put(name, text);
        return this;
    }

    /** The same line with a number. */
    public LogLine with(String name, long number) {
        members.put(name, number);
        return this;
    }

    /** The same line with what went wrong. */
    public LogLine because(Throwable fault) {
        return with("cause", Cause.of(fault));
    }

    /** Logs it. */
    public void write(LambdaLogger logger) {
        byte[] line = Json.write(json -> {
            json.startObject();
            for (Map.Entry<String, Object> member : members.entrySet()) {
                if (member.getValue() instanceof Long number) {
                    json.member(member.getKey(), number);
                } else {
                    json.member(member.getKey(), String.valueOf(member.getValue()));
                }
            }
            json.endObject();
        });
        logger.log((new String(line, StandardCharsets.UTF_8) + '\n').getBytes(StandardCharsets.UTF_8), level);
    }
}
