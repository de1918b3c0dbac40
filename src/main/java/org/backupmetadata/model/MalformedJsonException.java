package org.backupmetadata.model;

/**
 * A text that should have been one JSON value is not. It leads to an answer and is no bug, so it has no stack trace.
 */
public final class MalformedJsonException extends RuntimeException {

    MalformedJsonException() {
        super("not one well-formed JSON value", null, false, false);
    }
}
