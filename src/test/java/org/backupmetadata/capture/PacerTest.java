package org.backupmetadata.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** The gap between calls. */
class PacerTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration GAP = Duration.ofSeconds(1);

    @Property
    void noTwoCallsAreCloserThanTheGapWhateverComesBetweenThem(
            @ForAll @Size(min = 2, max = 20) List<@IntRange(min = 0, max = 3000) Integer> work) {
        TestClock clock = new TestClock(START);
        Pacer pacer = new Pacer(GAP, clock);
        Instant last = START;
        for (int milliseconds : work) {
            Instant call = pacer.await(Instant.MAX);
            assertFalse(call.isBefore(last.plus(GAP)), call + " after " + last);
            assertEquals(call, clock.instant());
            last = call;
            clock.sleep(Duration.ofMillis(milliseconds));
        }
    }

    @Example
    void theGapBeginsWithTheAnswer() {
        TestClock clock = new TestClock(START);
        Pacer pacer = new Pacer(GAP, clock);
        pacer.await(Instant.MAX);
        clock.sleep(Duration.ofMillis(700)); // the call is counted at some time of these
        Instant answered = clock.instant();
        pacer.answered();
        assertEquals(answered.plus(GAP), pacer.await(Instant.MAX));
    }

    @Example
    void aCallThatWouldComeTooLateIsNotWaitedFor() {
        TestClock clock = new TestClock(START);
        Pacer pacer = new Pacer(GAP, clock);
        assertThrows(OutOfTimeException.class, () -> pacer.await(START.plus(GAP)));
        assertEquals(START, clock.instant());
        assertEquals(START.plus(GAP), pacer.await(START.plus(GAP).plusMillis(1)));
    }
}
