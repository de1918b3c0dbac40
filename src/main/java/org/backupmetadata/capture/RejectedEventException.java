package org.backupmetadata.capture;

/** An event that must not be recorded. It is no bug, so it has no stack trace. */
public final class RejectedEventException extends RuntimeException {

    /** Why it is rejected. */
    public enum Reason {
        /** It is of an unknown kind, or lacks a member of its kind. */
        UNKNOWN,
        /** It is about a backup of another account or Region than the event's own. */
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
