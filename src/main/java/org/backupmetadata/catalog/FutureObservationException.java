package org.backupmetadata.catalog;

import java.time.Instant;

/**
 * An observation is stamped with a time that is yet to come. It would win over every true one until then, so it is not
 * recorded. Whoever made it should look at its clock.
 */
public final class FutureObservationException extends RuntimeException {

    FutureObservationException(Observation observation, Instant now) {
        super("The observation of " + observation.arn() + " is of " + observation.at() + ", and it is " + now);
    }
}
