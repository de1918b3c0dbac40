package org.backupmetadata.capture;

import java.util.Set;
import org.backupmetadata.catalog.Coverage;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/** An account did not answer a list or describe call as it should. The visit ends; the next one tries again. */
final class LiveException extends RuntimeException {

    /** The error codes of calls without permission. */
    private static final Set<String> NOT_PERMITTED = Set.of("AccessDeniedException", "AccessDenied");

    /** The error codes of calls with credentials that are wrong or too old. */
    private static final Set<String> NOT_AUTHENTIC = Set.of("InvalidSignatureException",
            "IncompleteSignatureException", "MissingAuthenticationTokenException", "ExpiredTokenException",
            "ExpiredToken");

    /** The error codes of a Region that does not know the credentials. */
    private static final Set<String> UNRECOGNIZED = Set.of("UnrecognizedClientException", "InvalidClientTokenId",
            "OptInRequired", "SubscriptionRequiredException");

    private final String problem;

    private LiveException(String problem, String message) {
        super(message);
        this.problem = problem;
    }

    private LiveException(String problem, SdkException cause) {
        super(cause.getMessage(), cause);
        this.problem = problem;
    }

    static LiveException of(SdkException cause) {
        return new LiveException(problem(cause), cause);
    }

    /** The answer is about another account or Region than the request: the credentials belong to another place. */
    static LiveException foreign(String arn) {
        return new LiveException("foreign", "another account or Region answers: " + arn);
    }

    private static String problem(SdkException cause) {
        if (cause instanceof SdkServiceException error && error.isThrottlingException()) {
            return Coverage.Problem.THROTTLED;
        }
        if (cause instanceof AwsServiceException error && error.awsErrorDetails() != null) {
            return problem(error.awsErrorDetails());
        }
        return cause instanceof SdkServiceException ? cause.getClass().getSimpleName() : "unreachable";
    }

    private static String problem(AwsErrorDetails error) {
        String code = error.errorCode();
        if (UNRECOGNIZED.contains(code)) {
            return Coverage.Problem.UNRECOGNIZED;
        }
        if (!NOT_PERMITTED.contains(code) && !NOT_AUTHENTIC.contains(code)) {
            return code;
        }
        return "Sts".equals(error.serviceName()) ? Coverage.Problem.ROLE_DENIED : Coverage.Problem.DENIED;
    }

    /** Whether the service refuses what was asked for, so that it may answer other questions. */
    boolean isOfTheQuestion() {
        return getCause() instanceof AwsServiceException error && !error.isThrottlingException()
                && error.awsErrorDetails() != null && !"Sts".equals(error.awsErrorDetails().serviceName())
                && !UNRECOGNIZED.contains(error.awsErrorDetails().errorCode())
                && !NOT_AUTHENTIC.contains(error.awsErrorDetails().errorCode());
    }

    /** Whether what was asked for does not exist. */
    boolean isNotFound() {
        return problem.equals("ResourceNotFoundException");
    }

    /** The problem in one word, as coverage shows it. */
    String problem() {
        return problem;
    }
}
