package org.backupmetadata.capture;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/** Time that passes when somebody waits for it, and at once. */
final class TestClock implements SweepClock {

    private final AtomicReference<Instant> now;

    TestClock(Instant start) {
        this.now = new AtomicReference<>(start);
    }

    @Override
    public Instant instant() {
        return Objects.requireNonNull(now.get());
    }

    @Override
    public void sleep(Duration duration) {
        Instant end = instant().plus(duration);
        now.accumulateAndGet(end, (a, b) -> a.isAfter(b) ? a : b);
    }
}
