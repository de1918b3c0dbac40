package org.backupmetadata.catalog;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Why a backup is gone. */
public enum DeletionReason {

    /** Somebody deleted it, and that was seen. */
    DELETED,

    /** Its {@code BackupExpiryDateTime} has passed. */
    EXPIRED,

    /** It was no longer there when somebody looked, and nobody had seen it go. */
    SWEPT;

    /**
     * Whether this is the end of the backup: an ARN is never used twice. What was merely not found may have been
     * overlooked, and is back when it is seen again.
     */
    boolean isFinal() {
        return this != SWEPT;
    }

    /** The reason as it is kept and shown: in lower case. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The reason of that text, or nothing if this version knows none. */
    static Optional<DeletionReason> find(String text) {
        return Stream.of(values()).filter(reason -> reason.text().equals(text)).findFirst();
    }
}
