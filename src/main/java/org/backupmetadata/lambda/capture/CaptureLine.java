package org.backupmetadata.lambda.capture;

import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import java.util.LinkedHashMap;
import java.util.Map;
import org.backupmetadata.lambda.log.Cause;
import org.backupmetadata.lambda.log.LogLine;

/** A line of the log about one call of a function that captures, put together member by member. */
final class CaptureLine {

    private final LogLevel level;
    private final Map<String, Object> members = new LinkedHashMap<>();

    private CaptureLine(LogLevel level, String requestId) {
        this.level = level;
        members.put("requestId", requestId);
    }

    /** A line of that level about one call of the function. */
    static CaptureLine of(LogLevel level, String requestId) {
        return new CaptureLine(level, requestId);
    }

    /** The same line with a text. */
    CaptureLine with(String name, String text) {
        members.put(name, text);
        return this;
    }

    /** The same line with a number. */
    CaptureLine with(String name, long number) {
        members.put(name, number);
        return this;
    }

    /** The same line with what went wrong. */
    CaptureLine because(Throwable fault) {
        return with("cause", Cause.of(fault));
    }

    /** Logs it. */
    void write(LambdaLogger logger) {
        logger.log(LogLine.of(level, json -> {
            for (Map.Entry<String, Object> member : members.entrySet()) {
                if (member.getValue() instanceof Long number) {
                    json.member(member.getKey(), number);
                } else {
                    json.member(member.getKey(), String.valueOf(member.getValue()));
                }
            }
        }), level);
    }
}
