package org.backupmetadata.model;

import org.backupmetadata.model.Json.Kind;

/**
 * A member of well-formed JSON has a value of another type than AWS's model gives it. An answer, not a bug: it carries no
 * stack trace.
 */
public final class WrongJsonTypeException extends RuntimeException {

    private final Kind found;
    private final Class<?> wanted;

    WrongJsonTypeException(Kind found, Class<?> wanted) {
        super(found + " where a " + wanted.getSimpleName() + " was expected", null, false, false);
        this.found = found;
        this.wanted = wanted;
    }

    /** What the member's value is. */
    public Kind found() {
        return found;
    }

    /** The Java type that DynamoDB names in its answer to such a member. */
    public Class<?> wanted() {
        return wanted;
    }
}
