package org.backupmetadata.capture;

import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/** An account did not answer a list or describe call as it should. The visit ends; the next one tries again. */
final class LiveException extends RuntimeException {

    /** How DynamoDB and STS say that somebody may not: no permission, credentials that are none, a Region that is off. */
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

    /** The answer is about another account or Region than was asked: its credentials are not this place's. */
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

    /** One word for what is wrong, as coverage shows it. */
    String problem() {
        return problem;
    }
}
