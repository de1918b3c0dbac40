package org.backupmetadata.capture;

/** An event that says nothing which may be recorded. An answer, not a bug: it carries no stack trace. */
public final class RejectedEventException extends RuntimeException {

    /** Why it is rejected. */
    public enum Reason {
        /** It is of a kind that nobody here has to do with, or lacks what its kind has. */
        UNKNOWN,
        /** It speaks of another account's or Region's backup than the one that it comes from. */
        FOREIGN
    }

    private final Reason reason;

    RejectedEventException(Reason reason) {
        super(reason == Reason.FOREIGN ? "an event about somebody else's backup" : "an event of an unknown kind", null,
                false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
