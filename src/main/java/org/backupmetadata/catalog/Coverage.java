package org.backupmetadata.catalog;

import java.time.Duration;
import java.time.Instant;
import org.backupmetadata.model.Place;
import org.jspecify.annotations.Nullable;

/**
 * How complete the catalogue is for one account in one Region, up to which time, and what keeps it from being more
 * complete.
 *
 * @param heard what events have said; written by the recorder, and by the sweeper only where there are no heartbeats
 * @param proof what sweeps have proven, less what an event has told of too late; all from here on is the sweeper's, but
 * for {@link CoverageTable#late}, by which the recorder lowers {@code deletionsAt}
 * @param walk the walk that is under way, or null if the last one is finished
 * @param problem why the last visit ended early or proved less than it should, or null if it did neither
 * @param recoveryPoints what sweeps have proven of AWS Backup's recovery points, of which nothing before this tells
 */
public record Coverage(Place place, Heard heard, Proof proof, @Nullable Walk walk, Counts counts,
        @Nullable Problem problem, RecoveryPoints recoveryPoints) {

    /**
     * What events have said. Each is null if there was none yet.
     *
     * @param joinedAt since when the place is swept: the first heartbeat, or the first tick of a sweeper that was told
     * of it
     * @param heartbeatAt the last heartbeat
     * @param eventAt the last event about a backup or a table
     * @param newsAt when an event last told of something that only a sweep can see in full
     */
    public record Heard(@Nullable Instant joinedAt, @Nullable Instant heartbeatAt, @Nullable Instant eventAt,
            @Nullable Instant newsAt) {

        /** Heartbeats come daily. One may come late, and one be lost. */
        private static final Duration SILENCE = Duration.ofHours(49);

        /** Whether there were heartbeats, and there are none any more: the account may have left. */
        public boolean isSilent(Instant now) {
            return heartbeatAt != null && heartbeatAt.plus(SILENCE).isBefore(now);
        }

        /** No event has come yet. */
        public static final Heard NOTHING = new Heard(null, null, null, null);
    }

    /**
     * What sweeps have proven. Each is null if it was never proven.
     *
     * @param visitedAt the start of the last visit that saw all recent backups
     * @param completeAt every backup that was created before this is known
     * @param deletionsAt every deletion before this is known, also one without an event
     */
    public record Proof(@Nullable Instant visitedAt, @Nullable Instant completeAt, @Nullable Instant deletionsAt) {

        /** Nothing is proven yet. */
        public static final Proof NONE = new Proof(null, null, null);
    }

    /**
     * A walk through all of time that several visits share.
     *
     * @param cursor every backup that was created before this has been compared
     * @param living how many of those exist
     * @param unreadable how many entries of the lists so far could not be read
     */
    public record Walk(Instant startedAt, Instant cursor, long living, long unreadable) {}

    /**
     * What the last visit found.
     *
     * @param listed how many backups were listed
     * @param recorded how many of them were new or had changed
     * @param described how many descriptions it read
     * @param swept how many backups it found missing
     * @param undescribed how many backups were left without a full description
     * @param living how many backups exist, as the last finished walk counted them
     * @param unreadable how many entries of lists could not be read: by the last finished walk, or in the recent
     * backups since, if those were more
     */
    public record Counts(long listed, long recorded, long described, long swept, long undescribed, long living,
            long unreadable) {

        /** Nothing was counted yet. */
        public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0);
    }

    /**
     * Why a visit ended early, or proved less than it should.
     *
     * @param kind one of the constants here, or the name of the error
     * @param since when the first of the consecutive visits began that had it
     * @param at when the last of them began
     */
    public record Problem(String kind, Instant since, Instant at) {

        /** The account's role cannot be assumed. */
        public static final String ROLE_DENIED = "role-denied";

        /** The account denies a call. */
        public static final String DENIED = "denied";

        /**
         * The Region does not know the credentials. With those of a role, it is one that the account has not enabled.
         */
        public static final String UNRECOGNIZED = "unrecognized";

        /** Somebody else needs the account's quota. */
        public static final String THROTTLED = "throttled";

        private static final String PART = " for ";

        /** A list has entries that cannot be read, so nobody knows which backups they are. */
        public static final String UNREADABLE = "unreadable";

        /** Whether the visit ended before it had done all. */
        public boolean endedTheVisit() {
            return !kind.equals(UNREADABLE);
        }

        /** The kind of a problem with one part, while all else is answered. */
        public static String with(String part, String kind) {
            return kind + PART + part;
        }

        /** Whether it is one with a part only. */
        public boolean isPartial() {
            return kind.contains(PART);
        }

        /** The account has to change something before it answers. */
        public boolean isDenial() {
            return kind.equals(ROLE_DENIED) || kind.equals(DENIED) || kind.equals(UNRECOGNIZED);
        }
    }

    /**
     * What is known of AWS Backup's recovery points.
     *
     * @param at every recovery point that was created or deleted before this is known, or null if that was never proven
     * @param living how many there are, as the last comparison counted them
     * @param problem why the last attempt did not prove it, or null if it did
     * @param walk the comparison that is under way, or null if the last one is finished
     * @param took how long the last finished one took, in whole seconds
     */
    public record RecoveryPoints(@Nullable Instant at, long living, @Nullable Problem problem, @Nullable Walk walk,
            Duration took) {

        /** Nothing is proven yet. */
        public static final RecoveryPoints NONE = new RecoveryPoints(null, 0, null);

        /** With no comparison under way. */
        public RecoveryPoints(@Nullable Instant at, long living, @Nullable Problem problem) {
            this(at, living, problem, null, Duration.ZERO);
        }
    }

    /** Whether neither backups nor recovery points are known to exist there. */
    public boolean isEmpty() {
        return counts.living() + recoveryPoints.living() == 0;
    }

    /** The same, swept since that time if it was not before. */
    public Coverage joined(Instant now) {
        return heard.joinedAt() != null
                ? this
                : new Coverage(place, new Heard(now, heard.heartbeatAt(), heard.eventAt(), heard.newsAt()), proof, walk,
                        counts, problem, recoveryPoints);
    }

    /** An account and Region of which nothing is known. */
    public static Coverage none(Place place) {
        return new Coverage(place, Heard.NOTHING, Proof.NONE, null, Counts.NONE, null, RecoveryPoints.NONE);
    }
}
