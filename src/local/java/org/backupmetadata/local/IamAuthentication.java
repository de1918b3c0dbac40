package org.backupmetadata.local;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/**
 * {@code -Dauth=iam}: IAM authorisation as API Gateway does it, for a few keys. A request must be signed with Signature
 * Version 4 for the service {@code execute-api} in the API's Region, in its headers or in a presigned URL; the AWS
 * SDK's own signer computes what its signature should be.
 */
final class IamAuthentication implements Authentication {

    /** An access key of the local run. */
    record Key(String accessKeyId, String secretAccessKey, String account) {}

    static final Key ALICE = new Key("LOCALALICE", "alice-for-local-runs-only", "111122223333");
    static final Key BOB = new Key("LOCALBOB", "bob-for-local-runs-only", "444455556666");

    private static final Map<String, Key> KEYS = Map.of(ALICE.accessKeyId(), ALICE, BOB.accessKeyId(), BOB);
    private static final String TOKEN = "X-Amz-Security-Token";

    private final String region;
    private final InstantSource clock;

    /** Accepts signatures for that Region that are valid at the time of {@code clock}. */
    IamAuthentication(String region, InstantSource clock) {
        this.region = region;
        this.clock = clock;
    }

    /** The keys that are known, by access key id. */
    static Stream<Key> keys() {
        return KEYS.values().stream().sorted(Comparator.comparing(Key::accessKeyId));
    }

    @Override
    public LocalCaller caller(HttpRequest request) throws RefusedException {
        Signature signature = Signature.of(request)
                .orElseThrow(
                        () -> new RefusedException("MISSING_AUTHENTICATION_TOKEN", "Missing Authentication Token"));
        Key key = KEYS.get(signature.scope().accessKeyId());
        if (key == null || !request.header(TOKEN).isEmpty()
                || HttpRequest.parameter(request.query(), TOKEN).isPresent()) {
            throw new RefusedException("DEFAULT_4XX", "The security token included in the request is invalid.");
        }
        requireValid(request, signature, key);
        return new LocalCaller(key.account(), key.accessKeyId(), region);
    }

    private void requireValid(HttpRequest request, Signature signature, Key key) throws RefusedException {
        CredentialScope scope = signature.scope();
        if (!scope.region().equals(region)) {
            throw invalid("Credential should be scoped to a valid region, not '" + scope.region() + "'.");
        }
        if (!scope.service().equals("execute-api")) {
            throw invalid("Credential should be scoped to correct service: 'execute-api'.");
        }
        Instant signed = time(signature);
        Instant now = clock.instant();
        if (now.isBefore(signed.minus(Signature.TOLERANCE)) || now.isAfter(signed.plus(signature.lifetime()))
                || !signature.date().startsWith(scope.date())) {
            throw invalid("Signature expired: " + signature.date() + " is not now.");
        }
        if (!signature.isOf(request, key)) {
            throw invalid(
                    "The request signature we calculated does not match the signature you provided. Check your AWS"
                            + " Secret Access Key and signing method. Consult the service documentation for details.");
        }
    }

    private static Instant time(Signature signature) throws RefusedException {
        try {
            return signature.time();
        } catch (DateTimeException e) {
            throw invalid("Date must be in ISO-8601 'basic format'. Got '" + signature.date() + "'.");
        }
    }

    private static RefusedException invalid(String message) {
        return new RefusedException("INVALID_SIGNATURE", message);
    }
}
