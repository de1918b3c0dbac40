package org.backupmetadata.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.backupmetadata.capture.Tick.Oldest;
import org.backupmetadata.capture.Tick.Visited;
import org.backupmetadata.catalog.Coverage;
import org.backupmetadata.catalog.Coverage.Counts;
import org.backupmetadata.catalog.Coverage.Heard;
import org.backupmetadata.catalog.Coverage.Problem;
import org.backupmetadata.catalog.Coverage.Proof;
import org.backupmetadata.catalog.Coverage.RecoveryPoints;
import org.backupmetadata.model.Place;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a tick says of all places together. */
class TickTest {

    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
    private static final Place PLACE = Place.of("111122223333", "us-west-2");
    private static final Place OTHER = Place.of("444455556666", "eu-west-1");
    private static final RecoveryPoints NO_POINTS = points(hours(0), 0);

    private static Instant hours(long ago) {
        return NOW.minus(Duration.ofHours(ago));
    }

    private static RecoveryPoints points(@Nullable Instant at, long living) {
        return new RecoveryPoints(at, living, null);
    }

    private static Problem problem(Instant since, Instant at) {
        return new Problem(Problem.DENIED, since, at);
    }

    /** A place that joined ten days ago, and whose last heartbeat was so many hours ago. */
    private static Coverage place(Place place, long heartbeat, @Nullable Instant completeAt, long living,
            @Nullable Problem problem, RecoveryPoints points) {
        return new Coverage(place, new Heard(hours(240), hours(heartbeat), null, null),
                new Proof(null, completeAt, null), null, new Counts(0, 0, 0, 0, 0, living, 0), problem, points);
    }

    private static Tick of(Coverage... places) {
        return new Tick(NOW, List.of(places), List.of());
    }

    @Test
    void theOldestProofIsThatOfThePlaceWithTheOldest() {
        Tick tick = of(place(PLACE, 1, hours(2), 1, null, NO_POINTS), place(OTHER, 1, hours(3), 1, null, NO_POINTS));
        assertEquals(Optional.of(new Oldest(OTHER, hours(3))), tick.oldest());
        assertEquals(Duration.ofHours(3), tick.oldestComplete());
    }

    @Test
    void aPlaceWithRecoveryPointsOnlyCounts() {
        assertEquals(Duration.ofHours(5),
                of(place(PLACE, 1, hours(1), 0, null, points(hours(5), 1))).oldestComplete());
        assertEquals(Duration.ofHours(6),
                of(place(PLACE, 1, hours(6), 0, null, points(hours(5), 1))).oldestComplete());
    }

    @Test
    void ofBackupsAndRecoveryPointsTheOlderProofCounts() {
        assertEquals(Duration.ofHours(4),
                of(place(PLACE, 1, hours(1), 1, null, points(hours(4), 0))).oldestComplete());
    }

    @Test
    void aPlaceThatWasNeverProvenCountsSinceItJoined() {
        assertEquals(Duration.ofDays(10), of(place(PLACE, 1, null, 0, null, NO_POINTS)).oldestComplete());
        assertEquals(Duration.ofDays(10), of(place(PLACE, 1, hours(1), 0, null, points(null, 0))).oldestComplete());
        assertEquals(Duration.ZERO, of(Coverage.none(PLACE)).oldestComplete());
    }

    @Test
    void anEmptyPlaceCountsOnlySinceItHasAProblem() {
        assertEquals(Optional.empty(), of(place(PLACE, 1, hours(20), 0, null, NO_POINTS)).oldest());
        assertEquals(Duration.ofHours(2), of(place(PLACE, 1, hours(20), 0, problem(hours(2), hours(1)), NO_POINTS))
                .oldestComplete());
        assertEquals(Duration.ofHours(3), of(place(PLACE, 1, hours(20), 0, null,
                new RecoveryPoints(hours(20), 0, problem(hours(3), hours(1))))).oldestComplete());
    }

    @Test
    void aPlaceThatIsSilentHidesNoOtherAndIsNamed() {
        Tick tick = of(place(OTHER, 100, hours(100), 7, problem(hours(99), hours(1)), NO_POINTS),
                place(PLACE, 1, hours(1), 1, null, NO_POINTS),
                place(Place.of("777788889999", "us-east-1"), 50, hours(50), 0, null, NO_POINTS));
        assertEquals(List.of(Place.of("777788889999", "us-east-1"), OTHER), tick.silent());
        assertEquals(Optional.of(new Oldest(PLACE, hours(1))), tick.oldest());
    }

    @Test
    void aPlaceWithAProblemOfEitherKindIsCountedOnce() {
        RecoveryPoints denied = new RecoveryPoints(null, 0, problem(hours(1), hours(1)));
        assertEquals(2, of(place(PLACE, 1, null, 0, problem(hours(1), hours(1)), denied),
                place(OTHER, 1, null, 0, null, denied)).problems());
    }

    @Test
    void aProblemIsNewUntilAVisitHasFoundIt() {
        Coverage well = place(PLACE, 1, hours(1), 1, null, NO_POINTS);
        Problem first = problem(hours(2), hours(2));
        Problem again = problem(hours(2), hours(1));
        Coverage ill = place(PLACE, 1, hours(1), 1, first, new RecoveryPoints(null, 0, first));
        Coverage still = place(PLACE, 1, hours(1), 1, again, new RecoveryPoints(null, 0, again));
        assertEquals(Optional.of(first), new Visited(well, ill, null).newProblem());
        assertEquals(Optional.of(first), new Visited(well, ill, null).newRecoveryPointsProblem());
        assertTrue(new Visited(ill, still, null).newProblem().isEmpty());
        assertTrue(new Visited(ill, still, null).newRecoveryPointsProblem().isEmpty());
        assertTrue(new Visited(ill, null, new IllegalStateException()).newRecoveryPointsProblem().isEmpty());
    }
}
