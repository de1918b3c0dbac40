package org.backupmetadata.lambda.snapstart;

import java.io.IOException;

/** A piece of a function's work that is repeated before the snapshot. */
public interface Rehearsal {

    /**
     * Does it once.
     *
     * @throws RuntimeException if the outcome is not the expected one
     */
    void once() throws IOException;
}
