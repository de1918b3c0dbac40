package org.backupmetadata.model;

import org.backupmetadata.model.Json.Kind;

/**
 * A member of well-formed JSON has a value of another type than AWS's model gives it. It leads to an answer and is no
 * bug, so it has no stack trace.
 */
public final class WrongJsonTypeException extends RuntimeException {

    private final Kind found;
    private final Class<?> wanted;

    WrongJsonTypeException(Kind found, Class<?> wanted) {
        super(found + " where a " + wanted.getSimpleName() + " was expected", null, false, false);
        this.found = found;
        this.wanted = wanted;
    }

    /** The kind of value that was found. */
    public Kind found() {
        return found;
    }

    /** The Java type that DynamoDB names in its answer to such a member. */
    public Class<?> wanted() {
        return wanted;
    }
}
