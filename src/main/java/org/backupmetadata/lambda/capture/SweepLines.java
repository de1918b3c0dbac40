package org.backupmetadata.lambda.capture;

import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.backupmetadata.capture.Tick;
import org.backupmetadata.capture.Tick.Visited;
import org.backupmetadata.catalog.Coverage.Counts;
import org.backupmetadata.model.Place;

/**
 * Writes the log of a tick: a line for each account and Region with a new problem, and one line for metric filters with
 * {@code places}, {@code visited}, {@code failed}, {@code problems}, {@code silent}, {@code listed},
 * {@code recorded}, {@code described}, {@code swept}, {@code unreadable} and {@code oldestCompleteMinutes}; with
 * {@code oldest}, the place of the latter, and {@code silentPlaces}, the last ones to fall silent, if there are any.
 */
public final class SweepLines {

    /** GET /coverage names all; a line must not grow with the organisation. */
    private static final int NAMED = 20;

    private SweepLines() {
    }

    /** Logs a tick, or that another sweeper was at work. */
    public static void write(Optional<Tick> outcome, String requestId, LambdaLogger logger) {
        if (outcome.isEmpty()) {
            CaptureLine.of(LogLevel.INFO, requestId).with("skipped", "another sweeper has the lease").write(logger);
            return;
        }
        Tick tick = outcome.get();
        tick.visits().forEach(visit -> writeTrouble(visit, requestId, logger));
        List<Place> silent = tick.silent();
        CaptureLine line = CaptureLine.of(LogLevel.INFO, requestId).with("places", tick.places().size())
                .with("visited", tick.visits().size())
                .with("failed", tick.visits().stream().filter(visit -> visit.failure() != null).count())
                .with("problems", tick.problems()).with("silent", silent.size())
                .with("listed", tick.sum(Counts::listed))
                .with("recorded", tick.sum(Counts::recorded)).with("described", tick.sum(Counts::described))
                .with("swept", tick.sum(Counts::swept)).with("unreadable", tick.sum(Counts::unreadable))
                .with("oldestCompleteMinutes", tick.oldestComplete().toMinutes());
        tick.oldest().ifPresent(oldest -> line.with("oldest", oldest.place().toString()));
        if (!silent.isEmpty()) {
            line.with("silentPlaces",
                    silent.stream().limit(NAMED).map(Place::toString).collect(Collectors.joining(" ")));
        }
        line.write(logger);
    }

    private static void writeTrouble(Visited visit, String requestId, LambdaLogger logger) {
        Place place = visit.before().place();
        visit.newProblem().ifPresent(problem -> line(LogLevel.WARN, requestId, place).with("problem", problem.kind())
                .write(logger));
        visit.newRecoveryPointsProblem().ifPresent(problem -> line(LogLevel.WARN, requestId, place)
                .with("recoveryPointsProblem", problem.kind()).write(logger));
        if (visit.failure() != null) {
            line(LogLevel.ERROR, requestId, place).because(visit.failure()).write(logger);
        }
    }

    private static CaptureLine line(LogLevel level, String requestId, Place place) {
        return CaptureLine.of(level, requestId).with("account", place.account().toString()).with("region",
                place.region());
    }
}
