package org.backupmetadata.capture;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A range of creation times.
 *
 * @param from the first moment of it, in whole milliseconds
 * @param to the first moment after it, in whole milliseconds, or null if it has no end
 */
record Window(Instant from, @Nullable Instant to) {

    /** All of time. */
    static final Window ALL = new Window(Instant.EPOCH, null);

    /** From that time on. */
    static Window from(Instant from) {
        return new Window(from, null);
    }

    /** Whether it can be divided: a list distinguishes milliseconds. */
    boolean isDivisible() {
        return to == null || Duration.between(from, to).toMillis() > 1;
    }
}
