package org.backupmetadata.capture;

import java.util.Optional;
import org.backupmetadata.model.Place;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** How a sweep reads accounts. Thread-safe. */
@FunctionalInterface
public interface LiveAccess {

    /**
     * A client that reads the backups of a place with the credentials of its account. It does not retry, since retries
     * would not be paced.
     *
     * @throws IllegalArgumentException if the place is out of reach: with the wrong credentials its backups would seem
     * to be deleted
     */
    DynamoDbClient dynamoDb(Place place);

    /** A client that reads the recovery points of a place likewise, or nothing if they are not read. */
    default Optional<AwsBackupClient> awsBackup(Place place) {
        return Optional.empty();
    }

    /** Whether there is a way to read that place at all. One that is out of reach is not visited. */
    default boolean reaches(Place place) {
        return true;
    }
}
