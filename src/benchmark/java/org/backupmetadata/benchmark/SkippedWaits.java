package org.backupmetadata.benchmark;

import java.time.Duration;
import java.time.Instant;
import org.backupmetadata.capture.SweepClock;

/**
 * A sweeper's time without its waits: for the thread that waits, and for no other, that much time has passed at once.
 * So visits at the same time do not use up each other's.
 */
final class SkippedWaits implements SweepClock {

    private final ThreadLocal<Duration> waited = ThreadLocal.withInitial(() -> Duration.ZERO);
    private volatile Duration advanced = Duration.ZERO;
    private volatile Runnable onWait = () -> {};

    @Override
    public Instant instant() {
        return Instant.now().plus(advanced).plus(waited.get());
    }

    @Override
    public void sleep(Duration duration) {
        waited.set(waited.get().plus(duration));
        onWait.run();
    }

    /** Lets time pass for every thread. */
    void advance(Duration duration) {
        advanced = advanced.plus(duration);
    }

    /** Has that run at each wait from now on, in the thread that waits. */
    void onWait(Runnable action) {
        onWait = action;
    }
}
