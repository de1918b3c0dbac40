package org.backupmetadata.api;

import org.backupmetadata.model.BackupArn;
import org.jspecify.annotations.Nullable;

/**
 * An error of DynamoDB's as this service answers it. Each text is here only; {@code src/test/resources/contract} has the
 * cases.
 *
 * <p>It leads to an answer and is no bug, so it has no stack trace. The SDK's own exceptions are never used for an answer:
 * the table's errors are such, too, and are faults of ours.
 */
public final class ApiException extends RuntimeException {

    private static final String CORAL = "com.amazon.coral.service#";

    private final String type;
    private final String messageMember;
    private final int httpStatus;

    private ApiException(int httpStatus, String type, String messageMember, @Nullable String message) {
        super(message, null, false, false);
        this.type = type;
        this.messageMember = messageMember;
        this.httpStatus = httpStatus;
    }

    /** The body is not JSON, or there is none. */
    static ApiException malformedBody() {
        return new ApiException(400, CORAL + "SerializationException", "Message", null);
    }

    /** A member has a JSON value of another type than the model's. */
    static ApiException wrongType(String message) {
        return new ApiException(400, CORAL + "SerializationException", "Message", message);
    }

    /** {@code X-Amz-Target} is missing or malformed, or names an operation that this service does not have. */
    static ApiException unknownOperation() {
        return new ApiException(400, CORAL + "UnknownOperationException", "message", null);
    }

    /** Nobody verified who the caller is. */
    static ApiException missingAuthenticationToken() {
        return new ApiException(403, CORAL + "MissingAuthenticationTokenException", "message",
                "Request is missing Authentication Token");
    }

    /** The caller may not read what belongs to that account, whether or not it exists. */
    static ApiException accessDenied() {
        return new ApiException(403, CORAL + "AccessDeniedException", "Message", "Access is denied");
    }

    /** There is no such backup. Not the SDK's exception of that name, which the table might answer with as well. */
    static ApiException backupNotFound(BackupArn arn) {
        return new ApiException(404, "com.amazonaws.dynamodb.v20120810#BackupNotFoundException", "message",
                "Backup not found: " + arn);
    }

    /** The input is well-formed but not valid. */
    static ApiException validation(String message) {
        return new ApiException(400, "com.amazon.coral.validate#ValidationException", "message", message);
    }

    /** The table throttles: the caller should back off and retry. */
    static ApiException throttled() {
        return new ApiException(429, "com.amazon.coral.availability#ThrottlingException", "message", "Rate exceeded");
    }

    /** The value of {@code __type}. */
    String type() {
        return type;
    }

    /** The member of the message: {@code message}, or {@code Message} where DynamoDB writes it so. */
    String messageMember() {
        return messageMember;
    }

    /** The HTTP status for the GET interface; the AWS protocol always uses 400. */
    int httpStatus() {
        return httpStatus;
    }
}
