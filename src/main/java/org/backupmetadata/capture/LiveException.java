package org.backupmetadata.capture;

import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/** An account did not answer a list or describe call as it should. The visit ends; the next one tries again. */
final class LiveException extends RuntimeException {

    /** The error codes of denied calls: no permission, invalid credentials, a Region that is disabled. */
    private static final Set<String> DENIALS = Set.of("AccessDeniedException", "AccessDenied",
            "UnrecognizedClientException", "InvalidClientTokenId", "InvalidSignatureException",
            "IncompleteSignatureException", "MissingAuthenticationTokenException", "ExpiredTokenException",
            "ExpiredToken", "OptInRequired", "SubscriptionRequiredException");

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
            return "throttled";
        }
        if (cause instanceof AwsServiceException error && error.awsErrorDetails() != null) {
            String code = error.awsErrorDetails().errorCode();
            return DENIALS.contains(code) ? "denied" : code;
        }
        return cause instanceof SdkServiceException ? cause.getClass().getSimpleName() : "unreachable";
    }

    /** The problem in one word, as coverage shows it. */
    String problem() {
        return problem;
    }
}
