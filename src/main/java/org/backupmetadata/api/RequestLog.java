package org.backupmetadata.api;

import org.backupmetadata.model.BackupArn;
import org.backupmetadata.model.Place;
import org.jspecify.annotations.Nullable;

/**
 * What one request turned out to be about, for whoever keeps the log: filled in while the request is answered. Holds no
 * body, no header and no credential, and no text of the caller's that has not been understood.
 */
public final class RequestLog {

    private @Nullable Caller caller;
    private @Nullable String operation;
    private @Nullable BackupArn backupArn;
    private @Nullable Place place;
    private @Nullable String tableName;
    private @Nullable String errorType;
    private @Nullable Throwable fault;

    void caller(@Nullable Caller value) {
        caller = value;
    }

    void operation(String value) {
        operation = value;
    }

    void backupArn(BackupArn value) {
        backupArn = value;
    }

    /** What a list is about: a table's backups, or an account's in a Region. */
    void listed(Place in, @Nullable String ofTable) {
        place = in;
        tableName = ofTable;
    }

    void errorType(String value) {
        errorType = value;
    }

    void fault(Throwable value) {
        fault = value;
    }

    /** The account that asked, or null if nobody was verified. */
    public @Nullable String callerAccount() {
        return caller == null ? null : caller.account().digits();
    }

    /** The operation that was asked for, or null if it is none of ours. */
    public @Nullable String operation() {
        return operation;
    }

    /** The backup that was asked for, or null if it was not named as one. */
    public @Nullable String backupArn() {
        return backupArn == null ? null : backupArn.text();
    }

    /** The account whose backups were to be listed, or null if there was no list. */
    public @Nullable String account() {
        return place == null ? null : place.account().digits();
    }

    /** The Region of the backups that were to be listed. */
    public @Nullable String region() {
        return place == null ? null : place.region();
    }

    /** The table whose backups were to be listed, or null if every table's. */
    public @Nullable String tableName() {
        return tableName;
    }

    /** The {@code __type} of the error that was answered, or null if the answer was none. */
    public @Nullable String errorType() {
        return errorType;
    }

    /** What went wrong here, if the error is ours and not the caller's. */
    public @Nullable Throwable fault() {
        return fault;
    }
}
