package org.backupmetadata.api;

import org.backupmetadata.model.InvalidBackupArnException;
import org.backupmetadata.model.Json;
import org.backupmetadata.model.MalformedJsonException;
import org.backupmetadata.model.WrongJsonTypeException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkServiceException;

/**
 * The one place where an exception becomes status, {@code __type} and message. The texts are cases in
 * {@code src/test/resources/contract}.
 *
 * @param status the protocol's status
 * @param httpStatus the status of the GET interface
 */
record ErrorBody(int status, int httpStatus, SdkBytes json) {

    private static final String MODEL = "com.amazonaws.dynamodb.v20120810#";

    /**
     * The answer to a request that ended in {@code e}. Notes its type in {@code log}, and the exception itself if it is
     * a fault of the service.
     */
    static ErrorBody of(RuntimeException e, RequestLog log) {
        return switch (e) {
            case ApiException error -> of(error, log);
            case InvalidBackupArnException error -> of(ApiException.validation(switch (error.reason()) {
                case NOT_A_BACKUP_ARN -> "Invalid Backup ARN";
                case INVALID_PART -> "Invalid Request: BackupArn is not valid";
            }), log);
            case MalformedJsonException _ -> of(ApiException.malformedBody(), log);
            case WrongJsonTypeException error -> of(ApiException.wrongType(message(error)), log);
            case SdkServiceException error when error.isThrottlingException() -> {
                log.fault(error);
                yield of(ApiException.throttled(), log);
            }
            default -> {
                log.fault(e);
                yield of(500, 500, MODEL + "InternalServerError", "message", "Internal server error", log);
            }
        };
    }

    private static ErrorBody of(ApiException error, RequestLog log) {
        return of(400, error.httpStatus(), error.type(), error.messageMember(), error.getMessage(), log);
    }

    private static ErrorBody of(int status, int httpStatus, String type, String messageMember,
            @Nullable String message, RequestLog log) {
        log.errorType(type);
        byte[] json = Json.write(writer -> {
            writer.startObject();
            writer.member("__type", type);
            if (message != null) {
                writer.member(messageMember, message);
            }
            writer.endObject();
        });
        return new ErrorBody(status, httpStatus, SdkBytes.fromByteArrayUnsafe(json));
    }

    private static String message(WrongJsonTypeException error) {
        Class<?> wanted = error.wanted();
        return switch (error.found()) {
            case ARRAY -> "Unrecognized collection type class " + wanted.getName();
            case OBJECT -> "Start of structure or map found where not expected";
            case STRING -> "STRING_VALUE cannot be converted to " + wanted.getSimpleName();
            case INTEGER -> "NUMBER_VALUE cannot be converted to " + wanted.getSimpleName();
            case DECIMAL -> "DECIMAL_VALUE cannot be converted to " + wanted.getSimpleName();
            case TRUE -> "TRUE_VALUE cannot be converted to " + wanted.getSimpleName();
            case FALSE -> "FALSE_VALUE cannot be converted to " + wanted.getSimpleName();
            case NULL -> throw new IllegalStateException("null is of every type", error);
        };
    }
}
