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
 * What came of one tick of the sweeper.
 *
 * @param at when it began
 * @param places every place that it knew of, as it was before
 * @param visits those that were visited, the longest unvisited first
 */
public record Tick(Instant at, List<Coverage> places, List<Visited> visits) {

    /**
     * A visit.
     *
     * @param after what is known of the place now, or null if a table of ours did not answer
     * @param failure what went wrong on our side, or null
     */
    public record Visited(Coverage before, @Nullable Coverage after, @Nullable RuntimeException failure) {

        /** A problem that the last visit did not have, nor any other since it began. */
        public Optional<Coverage.Problem> newProblem() {
            Coverage.Problem problem = after == null ? null : after.problem();
            return Optional.ofNullable(problem).filter(now -> !now.equals(before.problem()));
        }
    }

    /** Copies the lists. */
    public Tick {
        places = List.copyOf(places);
        visits = List.copyOf(visits);
    }

    /** Every place, as it is known now. */
    public List<Coverage> coverage() {
        Map<Place, Coverage> visited = new HashMap<>();
        for (Visited visit : visits) {
            if (visit.after() != null) {
                visited.put(visit.after().place(), visit.after());
            }
        }
        return places.stream().map(place -> visited.getOrDefault(place.place(), place)).toList();
    }

    /** The sum of something that was counted in each visit. */
    public long sum(ToLongFunction<Coverage.Counts> count) {
        return visits.stream().map(Visited::after).mapToLong(
                after -> after == null ? 0 : count.applyAsLong(after.counts())).sum();
    }

    /** How many places have a problem. */
    public long problems() {
        return coverage().stream().filter(place -> place.problem() != null).count();
    }

    /**
     * For how long no place that has backups, or has never been proven complete, has been proven complete: the longest of them.
     * A place without backups is visited daily only, and does not count.
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
