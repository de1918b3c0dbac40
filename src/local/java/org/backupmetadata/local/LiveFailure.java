package org.backupmetadata.local;

import java.io.IOException;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/** Why a Region could not be swept, in a sentence that its user can act on. */
final class LiveFailure {

    private LiveFailure() {
    }

    /**
     * The sentence, without the Region's name.
     *
     * @param endpoint where the Region's DynamoDB is
     */
    static String sentence(Throwable failure, String endpoint) {
        if (failure instanceof AwsServiceException answer && answer.awsErrorDetails() != null
                && answer.awsErrorDetails().errorCode() != null) {
            return sentence(answer);
        }
        if (failure instanceof SdkServiceException answer) {
            return endpoint + " does not answer as DynamoDB does: HTTP status " + answer.statusCode() + ".";
        }
        if (failure instanceof ApiCallTimeoutException) {
            return endpoint + " does not answer in time.";
        }
        return causes(failure).filter(IOException.class::isInstance).findFirst()
                .map(cause -> "Nothing answers at " + endpoint + ": "
                        + (cause instanceof UnknownHostException ? "there is no such host." : oneLine(cause)))
                .orElseGet(() -> oneLine(failure));
    }

    private static String sentence(AwsServiceException answer) {
        String code = answer.awsErrorDetails().errorCode();
        String message = String.valueOf(answer.awsErrorDetails().errorMessage());
        if (answer.isThrottlingException()) {
            return "The account's quota of calls is used up by others; the next sweep tries again.";
        }
        return switch (code) {
            case "AccessDeniedException", "AccessDenied" -> "The call is denied: " + oneLine(message);
            case "UnrecognizedClientException", "InvalidClientTokenId" ->
                "The access key is not known there: it is wrong, or the Region is off for its account.";
            case "InvalidSignatureException", "IncompleteSignatureException", "SignatureDoesNotMatch" ->
                "The signature is refused, as with a wrong secret access key: " + oneLine(message);
            case "ExpiredTokenException", "ExpiredToken" -> "The credentials have expired: get new ones.";
            case "OptInRequired", "SubscriptionRequiredException" -> "The Region is off for this account.";
            case "UnknownOperationException" -> "What answers there does not know this operation of DynamoDB's.";
            default -> code + ": " + oneLine(message);
        };
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause);
    }

    /** The message in one line that ends as a sentence does. */
    static String oneLine(Throwable failure) {
        return oneLine(String.valueOf(failure.getMessage()));
    }

    private static String oneLine(String message) {
        String line = message.strip().lines().findFirst().orElse("").replaceFirst(" \\(SDK Attempt Count: \\d+\\)$",
                "");
        return line.endsWith(".") ? line : line + ".";
    }
}
