package org.backupmetadata.capture;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.backupmetadata.capture.Tick.Visited;
import org.backupmetadata.catalog.BackupRecorder;
import org.backupmetadata.catalog.Coverage;
import org.backupmetadata.catalog.CoverageTable;
import org.backupmetadata.catalog.KnownBackups;
import org.backupmetadata.model.Place;

/**
 * Keeps the catalogue equal to the accounts' own lists, by visiting each account and Region when it is due. A lease
 * lets one sweeper work at a time, so that pacing calls in this process limits all calls.
 */
public final class Sweeper {

    /** How long the lease lasts after a tick's last call was made, for that call and what it has to record. */
    private static final Duration LEASE_MARGIN = Duration.ofSeconds(30);

    /** The largest number of visits at the same time. */
    public static final int SLOTS = 128;

    /**
     * How often a place without backups is visited, unless the caller names it. Each call also costs an event in the
     * account's trail.
     */
    private static final Duration EMPTY_INTERVAL = Duration.ofHours(24);

    /** How long a place that denies is left alone at most. */
    private static final Duration LONGEST_PATIENCE = Duration.ofHours(1);

    /** By how much the clocks of two functions may differ. */
    static final Duration CLOCK_SKEW = Duration.ofMinutes(1);

    private static final Comparator<Coverage> OLDEST_FIRST = Comparator.comparing(coverage -> Optional
            .ofNullable(coverage.proof().visitedAt()).orElse(Instant.MIN));

    private final CoverageTable coverage;
    private final KnownBackups known;
    private final BackupRecorder recorder;
    private final LiveAccess live;
    private final SweepClock clock;
    private final Duration interval;
    private final int window;

    /**
     * A sweeper of those tables.
     *
     * @param interval how old the proof may be for a place with backups from which no event came
     */
    public Sweeper(CoverageTable coverage, KnownBackups known, BackupRecorder recorder,
            LiveAccess live, SweepClock clock, Duration interval) {
        this(coverage, known, recorder, live, clock, interval, Visit.WINDOW);
    }

    /** The same with windows of at most so many known backups of a kind. */
    Sweeper(CoverageTable coverage, KnownBackups known, BackupRecorder recorder, LiveAccess live, SweepClock clock,
            Duration interval, int window) {
        this.coverage = coverage;
        this.known = known;
        this.recorder = recorder;
        this.live = live;
        this.clock = clock;
        this.interval = interval;
        this.window = window;
    }

    /**
     * Visits the places that are due, the longest unvisited first: of those in the coverage table that announced
     * themselves and can be reached, and of those in {@code always}. What goes wrong at one place keeps no other from
     * being visited.
     *
     * @param always due after the interval also when they have no backups
     * @param deadline no call of an account is made at this time or later: the rest is left to the next tick
     * @return the outcome, or nothing if another sweeper is at work
     * @throws software.amazon.awssdk.core.exception.SdkException if the coverage table did not answer
     */
    public Optional<Tick> tick(Collection<Place> always, Instant deadline) {
        Instant start = clock.instant();
        Instant until = deadline.plus(LEASE_MARGIN);
        if (!coverage.takeLease(start, until)) {
            return Optional.empty();
        }
        try {
            List<Coverage> places = places(always, start);
            List<Coverage> due = places.stream().filter(place -> isDue(place, start, always.contains(place.place())))
                    .sorted(OLDEST_FIRST).toList();
            return Optional.of(new Tick(start, places, visit(due, deadline)));
        } finally {
            coverage.returnLease(until, clock.instant());
        }
    }

    /** An event about a copy may have told of a Region that never announced itself: nothing says how to read it. */
    private List<Coverage> places(Collection<Place> always, Instant now) {
        Map<Place, Coverage> places = new LinkedHashMap<>();
        always.forEach(place -> places.put(place, Coverage.none(place)));
        coverage.all().stream().filter(each -> places.containsKey(each.place())
                || (each.heard().joinedAt() != null && live.reaches(each.place())))
                .forEach(each -> places.put(each.place(), each));
        places.replaceAll((place, each) -> join(each, now));
        return List.copyOf(places.values());
    }

    private Coverage join(Coverage place, Instant now) {
        if (place.heard().joinedAt() == null) {
            coverage.joined(place.place(), now);
        }
        return place.joined(now);
    }

    private boolean isDue(Coverage place, Instant now, boolean isNamed) {
        Instant visitedAt = place.proof().visitedAt();
        Instant deletionsAt = place.proof().deletionsAt();
        Instant newsAt = place.heard().newsAt();
        Coverage.Problem problem = place.problem();
        if (problem != null && problem.endedTheVisit()) {
            return isWorthAnotherTry(problem, now);
        }
        if (visitedAt == null || deletionsAt == null || place.walk() != null || place.counts().undescribed() > 0
                || VaultVisit.isDue(place, now)) {
            return true;
        }
        Duration allowed = place.isEmpty() && !isNamed
                ? EMPTY_INTERVAL
                : interval;
        return (newsAt != null && !newsAt.isBefore(visitedAt.minus(CLOCK_SKEW)))
                || !deletionsAt.plus(Visit.SETTLING).plus(allowed).isAfter(now);
    }

    /** Whether to ask again for what ended so. */
    static boolean isWorthAnotherTry(Coverage.Problem problem, Instant now) {
        return !problem.isDenial() || hasWaited(problem, now);
    }

    /** Whether a place with that problem has been left alone long enough. */
    static boolean hasWaited(Coverage.Problem problem, Instant now) {
        return !problem.at().plus(patience(problem)).isAfter(now);
    }

    /**
     * How long a place that denies is left alone: half as long as it has denied already. So the first answers are asked
     * for again soon, and an account that has left costs a call an hour.
     */
    private static Duration patience(Coverage.Problem problem) {
        Duration half = Duration.between(problem.since(), problem.at()).dividedBy(2);
        return half.compareTo(LONGEST_PATIENCE) < 0 ? half : LONGEST_PATIENCE;
    }

    private List<Visited> visit(List<Coverage> due, Instant deadline) {
        Semaphore slots = new Semaphore(SLOTS);
        List<Future<Visited>> visits = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Coverage place : due) {
                slots.acquireUninterruptibly();
                if (!clock.instant().isBefore(deadline)) {
                    break;
                }
                visits.add(threads.submit(() -> {
                    try {
                        return visit(place, deadline);
                    } finally {
                        slots.release();
                    }
                }));
            }
        }
        return visits.stream().map(Sweeper::outcome).toList();
    }

    private Visited visit(Coverage place, Instant deadline) {
        try {
            LiveAccount account = new LiveAccount(place.place(), live.dynamoDb(place.place()),
                    live.awsBackup(place.place()), deadline, clock);
            Instant start = clock.instant();
            Instant halfTime = start.plus(Duration.between(start, deadline).dividedBy(2));
            Visit visit = new Visit(place, account, known, recorder, coverage, clock, interval, window);
            return new Visited(place, visit.make(halfTime), null);
        } catch (RuntimeException e) {
            return new Visited(place, null, e);
        }
    }

    private static Visited outcome(Future<Visited> visit) {
        try {
            return visit.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
