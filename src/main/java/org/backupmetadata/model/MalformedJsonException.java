package org.backupmetadata.model;

/** A text that was taken for one JSON value and is none. An answer, not a bug: it carries no stack trace. */
public final class MalformedJsonException extends RuntimeException {

    MalformedJsonException() {
        super("not one well-formed JSON value", null, false, false);
    }
}
