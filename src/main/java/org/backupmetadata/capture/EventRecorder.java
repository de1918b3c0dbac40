package org.backupmetadata.capture;

import java.time.Instant;
import java.time.InstantSource;
import org.backupmetadata.catalog.BackupRecorder;
import org.backupmetadata.capture.RejectedEventException.Reason;
import org.backupmetadata.catalog.CoverageTable;
import org.backupmetadata.catalog.FutureObservationException;
import org.backupmetadata.catalog.Observation;

/**
 * Records what events say. It calls no account, since a burst of events would use up the account's quota: the next
 * sweep finds what an event does not say. Thread-safe.
 */
public final class EventRecorder {

    private final BackupRecorder backups;
    private final CoverageTable coverage;
    private final InstantSource clock;

    public EventRecorder(BackupRecorder backups, CoverageTable coverage, InstantSource clock) {
        this.backups = backups;
        this.coverage = coverage;
        this.clock = clock;
    }

    /** The outcome of an event that was understood. */
    public enum Outcome {
        /** A backup was recorded, or was known already. */
        RECORDED,
        /** A sweep has to look. */
        CHANGED,
        /** An account and Region announced itself. */
        HEARTBEAT,
        /** It says nothing about a backup. */
        IGNORED
    }

    /**
     * Records what an event says. Late, repeated and reordered events end in the same items.
     *
     * @param json the event as EventBridge delivers it
     * @throws RejectedEventException if it must not be recorded; nothing was written
     * @throws software.amazon.awssdk.core.exception.SdkException if a table did not answer; the event should be
     * delivered again
     */
    public Outcome record(String json) {
        return record(EventBridgeReader.read(json));
    }

    /** Records an event that was read. */
    Outcome record(BackupEvent event) {
        return switch (event) {
            case BackupEvent.Seen seen -> {
                announceIfLate(seen.observation());
                recordBackup(seen.observation());
                coverage.news(seen.observation().arn().place(), clock.instant());
                yield Outcome.RECORDED;
            }
            case BackupEvent.Changed changed -> {
                changed.places().forEach(place -> coverage.news(place, clock.instant()));
                yield Outcome.CHANGED;
            }
            case BackupEvent.Heartbeat heartbeat -> {
                coverage.heartbeat(heartbeat.place(), clock.instant());
                yield Outcome.HEARTBEAT;
            }
            case BackupEvent.Restored restored -> {
                coverage.event(restored.place(), clock.instant());
                yield Outcome.IGNORED;
            }
        };
    }

    /** A sweep may have claimed to know every deletion until after the backup was created, and has not asked for it. */
    private void announceIfLate(Observation observation) {
        Instant now = clock.instant();
        Instant created = observation.arn().creationTime().orElse(now);
        if (observation.deletion() == null && created.isBefore(now.minus(Visit.SETTLING).plus(Sweeper.CLOCK_SKEW))) {
            coverage.late(observation.arn().place(), created, now.plus(Sweeper.CLOCK_SKEW));
        }
    }

    /**
     * Records a backup. An event with a time in the future is rejected: it would have the same time when it is
     * delivered again.
     */
    private void recordBackup(Observation observation) {
        try {
            backups.record(observation);
        } catch (FutureObservationException e) {
            throw new RejectedEventException(Reason.UNKNOWN);
        }
    }
}
