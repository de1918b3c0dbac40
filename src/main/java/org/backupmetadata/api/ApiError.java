package org.backupmetadata.api;

import org.jspecify.annotations.Nullable;

/**
 * Every error of DynamoDB's that this service answers with. Its status, {@code __type} and message member are here
 * only; {@code src/test/resources/contract} has the cases.
 */
enum ApiError {

    /** The body is not JSON, there is none, or a member has a JSON value of another type than the model's. */
    SERIALIZATION(400, "com.amazon.coral.service#SerializationException", "Message", null),

    /** {@code X-Amz-Target} is missing or malformed, or names an operation that this service does not have. */
    UNKNOWN_OPERATION(400, "com.amazon.coral.service#UnknownOperationException", "message", null),

    /** Nobody verified who the caller is. */
    MISSING_AUTHENTICATION_TOKEN(403, "com.amazon.coral.service#MissingAuthenticationTokenException", "message",
            "Request is missing Authentication Token"),

    /** The caller may not read what belongs to that account, whether or not it exists. */
    ACCESS_DENIED(403, "com.amazon.coral.service#AccessDeniedException", "Message", "Access is denied"),

    /** There is no such backup. */
    BACKUP_NOT_FOUND(404, "com.amazonaws.dynamodb.v20120810#BackupNotFoundException", "message", null),

    /** The input is well-formed but not valid. */
    VALIDATION(400, "com.amazon.coral.validate#ValidationException", "message", null),

    /** The table throttles: the caller should back off and retry. */
    THROTTLING(429, "com.amazon.coral.availability#ThrottlingException", "message", "Rate exceeded"),

    /** Anything else that the service could not do. */
    INTERNAL_SERVER_ERROR(500, "com.amazonaws.dynamodb.v20120810#InternalServerError", "message",
            "Internal server error");

    private final int httpStatus;
    private final String type;
    private final String messageMember;
    private final @Nullable String message;

    ApiError(int httpStatus, String type, String messageMember, @Nullable String message) {
        this.httpStatus = httpStatus;
        this.type = type;
        this.messageMember = messageMember;
        this.message = message;
    }

    /** This error with the message that it always has, if it has one. */
    ApiException exception() {
        return new ApiException(this, message);
    }

    /** This error with that message. */
    ApiException exception(String text) {
        return new ApiException(this, text);
    }

    /** The status in the AWS protocol, which is 400 for every error of the caller's, and for throttling. */
    int status() {
        return this == INTERNAL_SERVER_ERROR ? 500 : 400;
    }

    /** The status in the GET interface. */
    int httpStatus() {
        return httpStatus;
    }

    /** The value of {@code __type}. */
    String type() {
        return type;
    }

    /** The type without its namespace, as SDKs show it. */
    String shortType() {
        return type.substring(type.indexOf('#') + 1);
    }

    /** The member of the message: {@code message}, or {@code Message} where DynamoDB writes it so. */
    String messageMember() {
        return messageMember;
    }

    /** The message that it always has, or null. */
    @Nullable
    String message() {
        return message;
    }
}
