package org.backupmetadata.api;

import java.util.regex.Pattern;
import org.backupmetadata.model.BackupArn;
import org.backupmetadata.model.Place;
import org.jspecify.annotations.Nullable;

/**
 * The subject and outcome of one request for the log, filled in while the request is answered. It holds no body, no
 * header, no credential, and no text of the caller's that was not recognised.
 */
public final class RequestLog {

    private static final Pattern OPERATION = Pattern.compile("[A-Za-z][A-Za-z0-9]{0,63}");

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

    /** An operation that is not this service's, if it could be the name of one. */
    void unknownOperation(String name) {
        if (OPERATION.matcher(name).matches()) {
            operation = name;
        }
    }

    void backupArn(BackupArn value) {
        backupArn = value;
    }

    /** The subject of a list: a table, or an account in a Region. */
    void listed(Place in, @Nullable String ofTable) {
        place = in;
        tableName = ofTable;
    }

    /** Notes the error by its {@code __type}, with or without a namespace. */
    void errorType(String value) {
        errorType = value.substring(value.indexOf('#') + 1);
    }

    void fault(Throwable value) {
        fault = value;
    }

    /** The caller's account, or null if nobody was verified. */
    public @Nullable String callerAccount() {
        return caller == null ? null : caller.account().digits();
    }

    /** The operation, this service's or not, or null if the request names none. */
    public @Nullable String operation() {
        return operation;
    }

    /** The ARN of the requested backup, or null if the request has none. */
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

    /** The name of the error without its namespace, as SDKs show it, or null if the request succeeded. */
    public @Nullable String errorType() {
        return errorType;
    }

    /** The exception behind the error, if the fault is the service's and not the caller's. */
    public @Nullable Throwable fault() {
        return fault;
    }
}
