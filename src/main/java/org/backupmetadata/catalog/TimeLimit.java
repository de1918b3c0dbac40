package org.backupmetadata.catalog;

import java.time.Duration;
import software.amazon.awssdk.core.exception.SdkClientException;

/** The time in which a reader of several pages may ask the table for another one, from now on. */
final class TimeLimit {

    private final String subject;
    private final long end;

    /**
     * A limit.
     *
     * @param subject what is read, for the message
     */
    TimeLimit(Duration time, String subject) {
        this.subject = subject;
        this.end = System.nanoTime() + time.toNanos();
    }

    /**
     * Must be called before each call of the table; the one under way may still take its time.
     *
     * @throws SdkClientException if time is up
     */
    void require() {
        if (System.nanoTime() - end > 0) {
            throw SdkClientException.create("The table answers too slowly for " + subject);
        }
    }
}
