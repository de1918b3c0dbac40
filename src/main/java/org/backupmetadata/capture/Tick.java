package org.backupmetadata.capture;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
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
            Coverage.Problem problem = after == null ? null : after.problem();
            Coverage.Problem last = before.problem();
            return Optional.ofNullable(problem).filter(now -> last == null || !now.kind().equals(last.kind()));
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

    /** How many places have a problem. */
    public long problems() {
        return coverage().stream().filter(place -> place.problem() != null).count();
    }

    /** How many places had heartbeats, and have none any more. */
    public long silent() {
        return places.stream().filter(place -> place.heard().isSilent(at)).count();
    }

    /**
     * The time since the oldest proof of completeness, over all places with backups or without any proof. Places
     * without backups do not count, since they are visited only daily.
     */
    public Duration oldestComplete() {
        Instant oldest = coverage().stream().filter(place -> place.counts().living() > 0 || place.problem() != null)
                .map(place -> completeSince(place, at)).min(Instant::compareTo).orElse(at);
        return Duration.between(oldest, at);
    }

    private static Instant completeSince(Coverage place, Instant now) {
        Instant completeAt = place.proof().completeAt();
        Coverage.Problem problem = place.problem();
        return completeAt != null ? completeAt : problem != null ? problem.since() : now;
    }
}
