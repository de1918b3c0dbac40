package org.backupmetadata.capture;

/**
 * There is no time for another call in this visit. It is no error, so it has no stack trace: the next visit continues.
 */
final class OutOfTimeException extends RuntimeException {

    OutOfTimeException() {
        super("no time for another call", null, false, false);
    }
}
