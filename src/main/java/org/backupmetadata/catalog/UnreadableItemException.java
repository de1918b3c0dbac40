package org.backupmetadata.catalog;

import org.jspecify.annotations.Nullable;

/** An item of the table has a form that this version cannot read. Recording the backup again repairs it. */
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
