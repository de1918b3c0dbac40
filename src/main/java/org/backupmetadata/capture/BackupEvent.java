package org.backupmetadata.capture;

import java.util.Set;
import org.backupmetadata.catalog.Observation;
import org.backupmetadata.model.Place;

/** The meaning of an EventBridge event, as {@link EventBridgeReader} reads it. */
sealed interface BackupEvent {

    /** A backup was created or deleted. */
    record Seen(Observation observation) implements BackupEvent {}

    /** Something changed in these places that the event does not describe in full: a sweep has to look. */
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
