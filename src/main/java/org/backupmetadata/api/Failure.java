package org.backupmetadata.api;

import org.backupmetadata.model.InvalidBackupArnException;
import org.backupmetadata.model.Json;
import org.backupmetadata.model.MalformedJsonException;
import org.backupmetadata.model.WrongJsonTypeException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkServiceException;

/**
 * The end of a request that was not answered: the one place where an exception becomes an error of the API. The texts
 * are cases in {@code src/test/resources/contract}.
 *
 * @param message for the caller, or null if the error has none
 * @param fault what happened, if it is the service's fault
 */
record Failure(ApiError error, @Nullable String message, @Nullable Throwable fault) {

    /** The failure of a request that ended in {@code e}. */
    static Failure of(RuntimeException e) {
        return switch (e) {
            case ApiException end -> new Failure(end.error(), end.getMessage(), null);
            case InvalidBackupArnException arn -> new Failure(ApiError.VALIDATION, switch (arn.reason()) {
                case NOT_A_BACKUP_ARN -> "Invalid Backup ARN";
                case INVALID_PART -> "Invalid Request: BackupArn is not valid";
            }, null);
            case MalformedJsonException _ -> new Failure(ApiError.SERIALIZATION, null, null);
            case WrongJsonTypeException type -> new Failure(ApiError.SERIALIZATION, message(type), null);
            case SdkServiceException table when table.isThrottlingException() -> fault(ApiError.THROTTLING, e);
            default -> fault(ApiError.INTERNAL_SERVER_ERROR, e);
        };
    }

    private static Failure fault(ApiError error, Throwable cause) {
        return new Failure(error, error.message(), cause);
    }

    /** The body of the answer. */
    SdkBytes json() {
        return SdkBytes.fromByteArrayUnsafe(Json.write(writer -> {
            writer.startObject();
            writer.member("__type", error.type());
            if (message != null) {
                writer.member(error.messageMember(), message);
            }
            writer.endObject();
        }));
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
