package org.backupmetadata.api;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * Ends a request with one of the errors of {@link ApiError}.
 *
 * <p>It leads to an answer and is no bug, so it has no stack trace. The SDK's own exceptions are never used for an
 * answer: the table's errors are such, too, and are faults of ours.
 */
final class ApiException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    private final ApiError error;

    ApiException(ApiError error, @Nullable String message) {
        super(message, null, false, false);
        this.error = error;
    }

    ApiError error() {
        return error;
    }
}
