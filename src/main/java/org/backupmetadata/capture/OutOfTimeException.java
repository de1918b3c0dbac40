package org.backupmetadata.capture;

/** There is no time for another call in this visit. Not an error: the next visit goes on. It carries no stack trace. */
final class OutOfTimeException extends RuntimeException {

    OutOfTimeException() {
        super("no time for another call", null, false, false);
    }
}
