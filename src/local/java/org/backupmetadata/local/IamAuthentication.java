package org.backupmetadata.local;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.signer.Aws4Signer;
import software.amazon.awssdk.auth.signer.params.Aws4SignerParams;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.regions.Region;

/**
 * {@code -Dauth=iam}: IAM authorisation as API Gateway does it, for a few keys. A request must be signed with Signature
 * Version 4 for the service {@code execute-api}; the AWS SDK's own signer computes what its signature should be.
 */
final class IamAuthentication implements Authentication {

    /** A key that is known here. */
    record Key(String accessKeyId, String secretAccessKey, String account) {}

    static final Key ALICE = new Key("LOCALALICE", "alice-for-local-runs-only", "111122223333");
    static final Key BOB = new Key("LOCALBOB", "bob-for-local-runs-only", "444455556666");

    private static final Map<String, Key> KEYS = Map.of(ALICE.accessKeyId(), ALICE, BOB.accessKeyId(), BOB);
    private static final Pattern AUTHORIZATION = Pattern
            .compile("AWS4-HMAC-SHA256 +Credential=(?<key>[^/]+)/(?<date>\\d{8})"
                    + "/(?<region>[^/]+)/(?<service>[^/]+)/aws4_request, *SignedHeaders=(?<headers>[^, ]+), *Signature=[0-9a-f]{64}");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'")
            .withZone(ZoneOffset.UTC);
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    private final Clock clock;

    /** Accepts signatures that are valid at the time of {@code clock}. */
    IamAuthentication(Clock clock) {
        this.clock = clock;
    }

    /** The keys that are known, by access key id. */
    static Stream<Key> keys() {
        return KEYS.values().stream().sorted(Comparator.comparing(Key::accessKeyId));
    }

    @Override
    public LocalCaller caller(HttpRequest request) throws RefusedException {
        Matcher authorization = AUTHORIZATION.matcher(request.header("Authorization"));
        if (!authorization.matches()) {
            throw new RefusedException("MISSING_AUTHENTICATION_TOKEN", "Missing Authentication Token");
        }
        Key key = KEYS.get(authorization.group("key"));
        if (key == null || !request.header("X-Amz-Security-Token").isEmpty()) {
            throw new RefusedException("DEFAULT_4XX", "The security token included in the request is invalid.");
        }
        requireValid(request, authorization, key);
        return new LocalCaller(key.account(), key.accessKeyId());
    }

    private void requireValid(HttpRequest request, Matcher authorization, Key key) throws RefusedException {
        if (!authorization.group("service").equals("execute-api")) {
            throw invalid("Credential should be scoped to correct service: 'execute-api'.");
        }
        Instant signed = timeOf(request);
        if (Duration.between(signed, clock.instant()).abs().compareTo(TOLERANCE) > 0
                || !request.header("X-Amz-Date").startsWith(authorization.group("date"))) {
            throw invalid("Signature expired: " + request.header("X-Amz-Date") + " is not now.");
        }
        if (!expected(request, authorization, key, signed).equals(signature(request.header("Authorization")))) {
            throw invalid(
                    "The request signature we calculated does not match the signature you provided. Check your AWS"
                            + " Secret Access Key and signing method. Consult the service documentation for details.");
        }
    }

    private static Instant timeOf(HttpRequest request) throws RefusedException {
        try {
            return TIME.parse(request.header("X-Amz-Date"), Instant::from);
        } catch (DateTimeException e) {
            throw invalid("Date must be in ISO-8601 'basic format'. Got '" + request.header("X-Amz-Date") + "'.");
        }
    }

    private static RefusedException invalid(String message) {
        return new RefusedException("INVALID_SIGNATURE", message);
    }

    private static String signature(String authorization) {
        return authorization.replaceFirst(".*SignedHeaders=([^, ]+), *Signature=", "$1 ");
    }

    /**
     * The {@code Authorization} header that the key should have made of the request. Uses the older of the SDK's two
     * signers: the newer one adds a header that not every client sends.
     */
    @SuppressWarnings("deprecation")
    private static String expected(HttpRequest request, Matcher authorization, Key key, Instant signed) {
        Aws4SignerParams parameters = Aws4SignerParams.builder()
                .awsCredentials(AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey()))
                .signingName("execute-api").signingRegion(Region.of(authorization.group("region")))
                .signingClockOverride(Clock.fixed(signed, ZoneOffset.UTC)).build();
        SdkHttpFullRequest again = Aws4Signer.create().sign(unsigned(request, authorization.group("headers")),
                parameters);
        return signature(again.firstMatchingHeader("Authorization").orElseThrow());
    }

    /** The request as it was before it was signed, with the signed headers only. */
    private static SdkHttpFullRequest unsigned(HttpRequest request, String signedHeaders) {
        String[] host = request.header("Host").split(":", 2);
        SdkHttpFullRequest.Builder builder = SdkHttpFullRequest.builder()
                .method(SdkHttpMethod.fromValue(request.method()))
                .protocol("http").host(host[0]).port(host.length == 1 ? 80 : Integer.parseInt(host[1]))
                .encodedPath(request.rawPath())
                .contentStreamProvider(() -> request.body().asInputStream());
        HttpRequest.queryValues(request.query()).forEach(builder::putRawQueryParameter);
        Map<String, String> headers = new TreeMap<>();
        for (String name : signedHeaders.split(";", -1)) {
            if (!name.equals("host") && !name.equals("x-amz-date")) {
                headers.put(name, request.header(name));
            }
        }
        headers.forEach(builder::putHeader);
        return builder.build();
    }
}
