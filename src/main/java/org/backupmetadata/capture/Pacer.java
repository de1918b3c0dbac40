package org.backupmetadata.capture;

import java.time.Duration;
import java.time.Instant;

/**
 * Keeps a gap between the calls of one operation in one account and Region, so that a sweep uses a known share of the
 * quota. Not thread-safe.
 *
 * <p>The first call waits, too: another pacer may have let a call through just before this one was made.
 */
final class Pacer {

    private final Duration gap;
    private final SweepClock clock;
    private Instant last;

    Pacer(Duration gap, SweepClock clock) {
        this.gap = gap;
        this.clock = clock;
        this.last = clock.instant();
    }

    /**
     * Waits until a call may be made.
     *
     * @return the time of the call
     * @throws OutOfTimeException if it may not be made before the deadline; nothing was waited for then
     */
    Instant await(Instant deadline) {
        Instant now = clock.instant();
        Instant next = last.plus(gap);
        if (next.isBefore(now) || next.isAfter(now.plus(gap))) { // also if the clock was set back
            next = next.isBefore(now) ? now : now.plus(gap);
        }
        if (!next.isBefore(deadline)) {
            throw new OutOfTimeException();
        }
        try {
            while (clock.instant().isBefore(next)) {
                clock.sleep(Duration.between(clock.instant(), next));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OutOfTimeException();
        }
        last = next.isAfter(clock.instant()) ? next : clock.instant();
        return last;
    }

    /** The call was answered. The gap begins now, since nobody knows when on its way the call was counted. */
    void answered() {
        last = clock.instant();
    }
}
