package org.backupmetadata.api;

import org.jspecify.annotations.Nullable;

/**
 * An error of the wire contract that AWS's published model does not have: section 5's texts, each in one place.
 *
 * <p>An answer, not a bug: it carries no stack trace. Errors that AWS has modelled are the SDK's own exceptions.
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

    /** A member has a JSON value of another type than the one that the model wants. */
    static ApiException wrongType(String message) {
        return new ApiException(400, CORAL + "SerializationException", "Message", message);
    }

    /** {@code X-Amz-Target} is missing, malformed, or names no operation of ours. */
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

    /** The input is well-formed and still cannot be meant. */
    static ApiException validation(String message) {
        return new ApiException(400, "com.amazon.coral.validate#ValidationException", "message", message);
    }

    /** The backing table is asked too much: the caller is to back off and come again. */
    static ApiException throttled() {
        return new ApiException(429, "com.amazon.coral.availability#ThrottlingException", "message", "Rate exceeded");
    }

    /** The value of {@code __type}. */
    String type() {
        return type;
    }

    /** The member that the message goes into: {@code message}, or {@code Message} where the service writes it so. */
    String messageMember() {
        return messageMember;
    }

    /** The status of the error for who does not speak the protocol, in which it is always 400. */
    int httpStatus() {
        return httpStatus;
    }
}
