package org.backupmetadata.lambda.snapstart;

import java.io.IOException;

/** One piece of a function's work over {@link CannedDynamoDb}, done many times before the snapshot is taken. */
public interface Rehearsal {

    /**
     * Does it once.
     *
     * @throws RuntimeException if the outcome is not the expected one
     */
    void once() throws IOException;
}
