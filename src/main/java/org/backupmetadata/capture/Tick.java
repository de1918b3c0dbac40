package org.backupmetadata.capture;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.backupmetadata.catalog.Coverage;
import org.backupmetadata.model.Place;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of one tick of the sweeper.
 *
 * @param at when it began
 * @param places every known place, with its coverage before the tick
 * @param visits those that were visited, the longest unvisited first
 */
public record Tick(Instant at, List<Coverage> places, List<Visited> visits) {

    /**
     * A visit.
     *
     * @param after the coverage after the visit, or null if one of the service's own tables did not answer
     * @param failure the failure of the service itself, or null
     */
    public record Visited(Coverage before, @Nullable Coverage after, @Nullable RuntimeException failure) {

        /** The problem of this visit, if the visit before did not have it. */
        public Optional<Coverage.Problem> newProblem() {
            return after == null ? Optional.empty() : unlessKnown(after.problem(), before.problem());
        }

        /** The problem with AWS Backup likewise. */
        public Optional<Coverage.Problem> newRecoveryPointsProblem() {
            return after == null
                    ? Optional.empty()
                    : unlessKnown(after.recoveryPoints().problem(), before.recoveryPoints().problem());
        }

        private static Optional<Coverage.Problem> unlessKnown(Coverage.@Nullable Problem now,
                Coverage.@Nullable Problem last) {
            return Optional.ofNullable(now).filter(problem -> last == null || !problem.kind().equals(last.kind()));
        }
    }

    /** Copies the lists. */
    public Tick {
        places = List.copyOf(places);
        visits = List.copyOf(visits);
    }

    /** The coverage of every place after the tick. */
    public List<Coverage> coverage() {
        Map<Place, Coverage> visited = new HashMap<>();
        for (Visited visit : visits) {
            if (visit.after() != null) {
                visited.put(visit.after().place(), visit.after());
            }
        }
        return places.stream().map(place -> visited.getOrDefault(place.place(), place)).toList();
    }

    /** The sum of a count over all visits. */
    public long sum(ToLongFunction<Coverage.Counts> count) {
        return visits.stream().map(Visited::after).mapToLong(
                after -> after == null ? 0 : count.applyAsLong(after.counts())).sum();
    }

    /** How many places have a problem, with their backups or with AWS Backup. */
    public long problems() {
        return coverage().stream()
                .filter(place -> place.problem() != null || place.recoveryPoints().problem() != null).count();
    }

    /** The places that had heartbeats and have none any more, the last to fall silent first. */
    public List<Place> silent() {
        return places.stream().filter(this::isSilent)
                .sorted(Comparator.comparing((Coverage place) -> place.heard().heartbeatAt()).reversed())
                .map(Coverage::place).toList();
    }

    private boolean isSilent(Coverage place) {
        return place.heard().isSilent(at);
    }

    /**
     * A place and up to when all that it has is known to be complete.
     *
     * @param at the older one of the proofs of its backups and of its recovery points, or since when it is swept if one
     * of them was never proven
     */
    public record Oldest(Place place, Instant at) {}

    /**
     * The place with the oldest proof of completeness, or nothing if none counts. A place that has neither backups nor
     * recovery points is visited only daily: once it is proven, it counts since it has a problem. One that is silent
     * may have left, and does not count.
     */
    public Optional<Oldest> oldest() {
        return coverage().stream().filter(place -> !isSilent(place))
                .flatMap(place -> Stream.of(unproven(place, place.proof().completeAt(), place.problem()),
                        unproven(place, place.recoveryPoints().at(), place.recoveryPoints().problem()))
                        .flatMap(Optional::stream).map(since -> new Oldest(place.place(), since)))
                .min(Comparator.comparing(Oldest::at));
    }

    private Optional<Instant> unproven(Coverage place, @Nullable Instant provenAt, Coverage.@Nullable Problem problem) {
        if (provenAt == null) {
            return Optional.of(Optional.ofNullable(place.heard().joinedAt()).orElse(at));
        }
        return place.isEmpty() ? Optional.ofNullable(problem).map(Coverage.Problem::since) : Optional.of(provenAt);
    }

    /** The time since the oldest proof of completeness, zero if none counts. */
    public Duration oldestComplete() {
        return oldest().map(place -> Duration.between(place.at(), at)).orElse(Duration.ZERO);
    }
}
