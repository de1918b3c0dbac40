package org.backupmetadata.catalog;

import org.jspecify.annotations.Nullable;

/** An item of the table says something else than this version can read. Recording the backup anew mends it. */
public final class UnreadableItemException extends RuntimeException {

    private final String backupArn;

    UnreadableItemException(String backupArn, String reason, @Nullable Throwable cause) {
        super("The item of " + backupArn + " cannot be read: " + reason, cause);
        this.backupArn = backupArn;
    }

    /** The item's key. */
    public String backupArn() {
        return backupArn;
    }
}
