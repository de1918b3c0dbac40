package org.backupmetadata.capture;

import java.util.Set;
import org.backupmetadata.catalog.Observation;
import org.backupmetadata.model.Place;

/** What an EventBridge event says about backups. {@link EventBridgeReader} finds it out. */
public sealed interface BackupEvent {

    /** A backup was seen, or seen to go. */
    record Seen(Observation observation) implements BackupEvent {}

    /** Something happened in these places of which the event does not say enough: a sweep has to look. */
    record Changed(Set<Place> places) implements BackupEvent {

        /** Copies the set. */
        public Changed {
            places = Set.copyOf(places);
        }
    }

    /** The account forwards its events from that Region. */
    record Heartbeat(Place place) implements BackupEvent {}

    /** A table was restored from a backup, which changes no backup. */
    record Restored(Place place) implements BackupEvent {}
}
