package org.backupmetadata.catalog;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Why a backup no longer exists. */
public enum DeletionReason {

    /** Somebody deleted it, and the deletion was observed. */
    DELETED,

    /** Its {@code BackupExpiryDateTime} has passed. */
    EXPIRED,

    /** It was missing at a check, and no deletion was observed. */
    SWEPT;

    /**
     * Whether the deletion is final, since an ARN is never used twice. A backup that was only missing at a check may
     * have been overlooked, and is back when it is observed again.
     */
    boolean isFinal() {
        return this != SWEPT;
    }

    /** The reason as the table and the API have it: in lower case. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The reason of that text, or nothing if this version knows none. */
    static Optional<DeletionReason> find(String text) {
        return Stream.of(values()).filter(reason -> reason.text().equals(text)).findFirst();
    }
}
