package org.backupmetadata.api;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The subject and outcome of one request for the log, filled in while the request is answered. It holds no body, no
 * header, no credential, and no text of the caller's that was not recognised.
 */
public final class RequestLog {

    private static final Pattern OPERATION = Pattern.compile("[A-Za-z][A-Za-z0-9]{0,63}");

    private @Nullable Caller caller;
    private @Nullable String operation;
    private @Nullable Subject subject;
    private @Nullable ApiError error;
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

    void subject(Subject value) {
        subject = value;
    }

    void error(ApiError value) {
        error = value;
    }

    void failure(Failure failure) {
        error = failure.error();
        fault = failure.fault();
    }

    /** The caller, or null if nobody was verified. */
    public @Nullable Caller caller() {
        return caller;
    }

    /** The operation, this service's or not, or null if the request names none. */
    public @Nullable String operation() {
        return operation;
    }

    /** What the request is about, or null if that was not recognised. */
    public @Nullable Subject subject() {
        return subject;
    }

    /** The name of the error without its namespace, as SDKs show it, or null if the request succeeded. */
    public @Nullable String errorType() {
        return error == null ? null : error.shortType();
    }

    /** The exception behind the error, if the fault is the service's and not the caller's. */
    public @Nullable Throwable fault() {
        return fault;
    }
}
