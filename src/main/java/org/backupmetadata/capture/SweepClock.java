package org.backupmetadata.capture;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that can be read and waited for. */
public interface SweepClock extends InstantSource {

    /**
     * Waits for that long.
     *
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    void sleep(Duration duration) throws InterruptedException;

    /** The machine's clock. */
    static SweepClock system() {
        return new SweepClock() {
            @Override
            public Instant instant() {
                return Instant.now();
            }

            @Override
            public void sleep(Duration duration) throws InterruptedException {
                Thread.sleep(duration);
            }
        };
    }
}
