package org.backupmetadata.catalog;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Records what was observed of backups. Thread-safe. */
public final class BackupRecorder {

    /** Retries on a lost optimistic lock. Only writers of the same backup compete. */
    private static final int ATTEMPTS = 50;

    /** Clocks within AWS differ by less. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(1);

    private final ItemTable table;
    private final Optional<Duration> retention;
    private final InstantSource clock;

    /**
     * A recorder that writes to the table of that name, which {@code client} can reach.
     *
     * @param retention how long tombstones that begin from now on are kept, or nothing for ever
     */
    public BackupRecorder(DynamoDbClient client, String tableName, Optional<Duration> retention, InstantSource clock) {
        this.table = new ItemTable(client, tableName);
        this.retention = retention;
        this.clock = clock;
    }

    /**
     * Records an observation. Late, repeated and concurrent observations end in the same item, since each part of an
     * item is the greatest that was observed, and an item is only replaced if it is still as it was read.
     *
     * @return whether the item changed
     * @throws FutureObservationException if the observation is of a time that is more than a minute away
     * @throws software.amazon.awssdk.core.exception.SdkException if the table did not answer, or does not take the item
     * @throws WrongAnswerException if it answered another question
     * @throws IllegalStateException if others change the item each time between its reading and its writing
     */
    public boolean record(Observation observation) {
        Instant now = clock.instant();
        if (observation.at().isAfter(now.plus(CLOCK_TOLERANCE))) {
            throw new FutureObservationException(observation, now);
        }
        for (int i = 0; i < ATTEMPTS; i++) {
            Optional<ItemAttributes> read = table.findLatest(observation.arn());
            Optional<BackupItem> known = read.flatMap(item -> BackupItem.find(observation.arn(), item));
            ItemAttributes item = BackupItem.merge(known, observation, retention, now).attributes();
            if (read.isPresent() && read.get().equals(item)) {
                return false;
            }
            if (table.replace(read, item)) {
                return true;
            }
        }
        throw new IllegalStateException("the item cannot be replaced: " + observation.arn());
    }
}
