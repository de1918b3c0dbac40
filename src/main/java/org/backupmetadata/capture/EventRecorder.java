package org.backupmetadata.capture;

import java.time.InstantSource;
import org.backupmetadata.catalog.BackupRecorder;
import org.backupmetadata.capture.RejectedEventException.Reason;
import org.backupmetadata.catalog.CoverageTable;
import org.backupmetadata.catalog.FutureObservationException;
import org.backupmetadata.catalog.Observation;

/**
 * Writes down what events say. It asks no account about it: a burst of events would use up the calls that the account may
 * make. What an event does not say, the next sweep finds. Thread-safe.
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

    /** What became of an event that was understood. */
    public enum Outcome {
        /** A backup was written, or was known to be so. */
        RECORDED,
        /** A sweep is to look. */
        CHANGED,
        /** An account told that it is there. */
        HEARTBEAT,
        /** It says nothing about a backup. */
        IGNORED
    }

    /**
     * Writes down what an event says. Events that come again, late or in another order end in the same items.
     *
     * @param json the event as EventBridge delivers it
     * @throws RejectedEventException if it says nothing which may be recorded; nothing was written then
     * @throws software.amazon.awssdk.core.exception.SdkException if a table did not answer; the event is to come again
     */
    public Outcome record(String json) {
        return record(EventBridgeReader.read(json));
    }

    /** The same with what an event says. */
    Outcome record(BackupEvent event) {
        return switch (event) {
            case BackupEvent.Seen seen -> {
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

    /** An event of a time to come has a wrong time, and will have it when it comes again. */
    private void recordBackup(Observation observation) {
        try {
            backups.record(observation);
        } catch (FutureObservationException e) {
            throw new RejectedEventException(Reason.UNKNOWN);
        }
    }
}
