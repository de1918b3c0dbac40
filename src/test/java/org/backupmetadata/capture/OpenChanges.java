package org.backupmetadata.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.backupmetadata.catalog.Coverage;
import org.backupmetadata.model.Place;
import org.jspecify.annotations.Nullable;

/**
 * What happened to backups and the catalogue does not know yet. Judges whether it came to know each in time: within
 * five minutes if an event told, or else with the first visit that claims to know of it.
 */
final class OpenChanges {

    private static final Duration IN_TIME = Duration.ofMinutes(5);

    /**
     * A creation or a deletion.
     *
     * @param toldAt when an event comes that tells of it, or null if none does
     * @param isHindered whether the place denies what it takes to know of it
     * @param isMissed whether a visit that began after that event has ended
     */
    private record Change(Place place, String arn, boolean isOfAwsBackup, boolean isDeletion, Instant at,
            @Nullable Instant toldAt, boolean isHindered, boolean isMissed) {

        Change hindered() {
            return new Change(place, arn, isOfAwsBackup, isDeletion, at, toldAt, true, isMissed);
        }

        Change missed() {
            return new Change(place, arn, isOfAwsBackup, isDeletion, at, toldAt, isHindered, true);
        }

        /** Whether a place of which that is proven must have it in the catalogue. */
        boolean isClaimed(Coverage after) {
            Instant proven = isOfAwsBackup
                    ? after.recoveryPoints().at()
                    : isDeletion ? after.proof().deletionsAt() : after.proof().completeAt();
            return proven != null && at.isBefore(proven);
        }
    }

    /** What the catalogue came to know later than five minutes after it happened, though an event told. */
    private record Late(Change change, Instant knownAt) {}

    private final Map<String, Change> open = new HashMap<>();
    private final List<Late> late = new ArrayList<>();
    private Instant crowdedUntil = Instant.MIN;
    private Duration longestTold = Duration.ZERO;
    private Duration longestUntold = Duration.ZERO;

    /** A backup was created at that time. */
    void created(Place place, String arn, boolean isOfAwsBackup, Instant at, @Nullable Instant toldAt,
            boolean isHindered) {
        open.put(arn, new Change(place, arn, isOfAwsBackup, false, at, toldAt, isHindered, false));
    }

    /** A backup was deleted at that time, whether its creation is known or not. */
    void deleted(Place place, String arn, boolean isOfAwsBackup, Instant at, @Nullable Instant toldAt,
            boolean isHindered) {
        open.put(arn, new Change(place, arn, isOfAwsBackup, true, at, toldAt, isHindered, false));
    }

    /** Nothing is expected of those places any more. */
    void forget(Predicate<Place> places) {
        open.values().removeIf(change -> places.test(change.place()));
    }

    /** Those places, or only their AWS Backup, deny from now on: what happened there is known when they do no more. */
    void hinder(Predicate<Place> places, boolean onlyAwsBackup) {
        open.replaceAll((arn, change) -> places.test(change.place()) && (change.isOfAwsBackup() || !onlyAwsBackup)
                ? change.hindered()
                : change);
    }

    /** The catalogue has that backup now, as existing or as deleted. */
    void known(String arn, boolean isDeleted, Instant now) {
        Change change = open.get(arn);
        if (change == null || change.isDeletion() != isDeleted) {
            return;
        }
        open.remove(arn);
        Duration lag = Duration.between(change.at(), now);
        if (change.isHindered()) {
            return;
        }
        if (change.toldAt() == null) {
            longestUntold = longer(longestUntold, lag);
        } else {
            longestTold = longer(longestTold, lag);
            if (lag.compareTo(IN_TIME) > 0) {
                late.add(new Late(change, now));
            }
        }
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }

    /**
     * A tick is over.
     *
     * @param began when the last visit to each place began
     * @param isBelieved whether the catalogue has that backup as existing
     */
    void assertInTime(Tick tick, Map<Place, Instant> began, Instant now, Predicate<String> isBelieved) {
        if (tick.visits().size() > Sweeper.SLOTS) {
            crowdedUntil = now;
        }
        Instant crowded = crowdedUntil;
        assertEquals(List.of(), late.stream().filter(each -> each.change().isMissed()
                || each.change().at().isAfter(crowded)).toList());
        late.clear();
        Map<Place, Coverage> proven = new HashMap<>();
        tick.visits().forEach(visit -> proven.put(visit.before().place(), visit.after()));
        List<Change> claimed = new ArrayList<>();
        for (Iterator<Map.Entry<String, Change>> entries = open.entrySet().iterator(); entries.hasNext();) {
            Map.Entry<String, Change> entry = entries.next();
            Change change = entry.getValue();
            Coverage after = proven.get(change.place());
            if (after == null) {
                continue;
            }
            if (change.toldAt() != null && !change.toldAt().isAfter(began.getOrDefault(change.place(), Instant.MIN))) {
                entry.setValue(change.missed());
            }
            if (change.isClaimed(after)) {
                entries.remove();
                if (!change.isDeletion() || isBelieved.test(change.arn())) {
                    claimed.add(change);
                }
            }
        }
        assertEquals(List.of(), claimed);
    }

    /** How many there are. */
    int size() {
        return open.size();
    }

    /** The longest time until the catalogue knew what an event told. */
    Duration longestTold() {
        return longestTold;
    }

    /** The longest time until it knew what no event told. Neither counts what a place denied. */
    Duration longestUntold() {
        return longestUntold;
    }
}
