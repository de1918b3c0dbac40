package org.backupmetadata.catalog;

import java.time.Instant;

/**
 * An observation is stamped with a time in the future. It would win over every true one until then, so it is not
 * recorded. The clock of whoever made it is wrong.
 */
public final class FutureObservationException extends RuntimeException {

    FutureObservationException(Observation observation, Instant now) {
        super("The observation of " + observation.arn() + " is of " + observation.at() + ", and it is " + now);
    }
}
