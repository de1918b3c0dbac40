package org.backupmetadata.catalog;

import java.time.Instant;
import org.backupmetadata.model.Place;
import org.jspecify.annotations.Nullable;

/**
 * How complete the catalogue is for one account in one Region, up to which time, and what keeps it from being more
 * complete.
 *
 * @param heard what events have said; written by the recorder alone
 * @param proof what sweeps have proven; written, as all that follows, by the sweeper alone
 * @param walk the walk that is under way, or null if the last one is finished
 * @param problem what ended the last visit early, or null if nothing did
 */
public record Coverage(Place place, Heard heard, Proof proof, @Nullable Walk walk, Counts counts,
        @Nullable Problem problem) {

    /**
     * What events have said. Each is null if there was none yet.
     *
     * @param joinedAt the first heartbeat: since then events are forwarded
     * @param heartbeatAt the last heartbeat
     * @param eventAt the last event about a backup or a table
     * @param newsAt when an event last told of something that only a sweep can see in full
     */
    public record Heard(@Nullable Instant joinedAt, @Nullable Instant heartbeatAt, @Nullable Instant eventAt,
            @Nullable Instant newsAt) {

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
     */
    public record Walk(Instant startedAt, Instant cursor, long living) {}

    /**
     * What the last visit found.
     *
     * @param listed how many backups were listed
     * @param recorded how many of them were new or had changed
     * @param described how many descriptions it read
     * @param swept how many backups it found missing
     * @param undescribed how many backups were left without a full description
     * @param living how many backups exist, as the last finished walk counted them
     */
    public record Counts(long listed, long recorded, long described, long swept, long undescribed, long living) {

        /** Nothing was counted yet. */
        public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0);
    }

    /**
     * Why a visit ended early.
     *
     * @param kind {@code denied}, {@code throttled}, or the name of the error
     * @param since when the first of the consecutive visits that ended so began
     */
    public record Problem(String kind, Instant since) {}

    /** An account and Region of which nothing is known. */
    public static Coverage none(Place place) {
        return new Coverage(place, Heard.NOTHING, Proof.NONE, null, Counts.NONE, null);
    }
}
