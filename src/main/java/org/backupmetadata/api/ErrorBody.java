package org.backupmetadata.api;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.services.dynamodb.model.BackupNotFoundException;

/** The one place where an exception becomes status, {@code __type} and message (wire contract, section 5). */
record ErrorBody(int status, SdkBytes json) {

    private static final String MODEL = "com.amazonaws.dynamodb.v20120810#";

    /** The answer to a request that ended in {@code e}; notes its type, and a fault of ours, in {@code log}. */
    static ErrorBody of(RuntimeException e, RequestLog log) {
        return switch (e) {
            case ApiException error -> of(error, log);
            case BackupNotFoundException error ->
                of(400, MODEL + "BackupNotFoundException", "message", error.getMessage(), log);
            case SdkServiceException error when error.isThrottlingException() -> {
                log.fault(error);
                yield of(ApiException.throttled(), log);
            }
            default -> {
                log.fault(e);
                yield of(500, MODEL + "InternalServerError", "message", "Internal server error", log);
            }
        };
    }

    private static ErrorBody of(ApiException error, RequestLog log) {
        return of(400, error.type(), error.messageMember(), error.getMessage(), log);
    }

    private static ErrorBody of(int status, String type, String messageMember, @Nullable String message,
            RequestLog log) {
        log.errorType(type);
        return new ErrorBody(status, AwsJson.writeError(type, messageMember, message));
    }
}
