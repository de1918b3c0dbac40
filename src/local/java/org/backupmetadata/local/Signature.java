package org.backupmetadata.local;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.signer.Aws4Signer;
import software.amazon.awssdk.auth.signer.params.Aws4PresignerParams;
import software.amazon.awssdk.auth.signer.params.Aws4SignerParams;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.regions.Region;

/**
 * A signature of version 4, as a request has it in its header {@code Authorization} or, if its URL was presigned, in
 * its query string.
 *
 * @param scope what was signed for
 * @param date when it was signed, as the request says it
 * @param lifetime how long after that it is valid
 * @param signedHeaders the names of the headers that were signed, separated by semicolons
 * @param value the signature itself, in hex digits
 * @param isInUrl whether the URL was presigned
 */
record Signature(CredentialScope scope, String date, Duration lifetime, String signedHeaders, String value,
        boolean isInUrl) {

    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final String DATE = "X-Amz-Date";
    private static final String SIGNATURE = "X-Amz-Signature";
    private static final String SIGNED_HEADERS = "X-Amz-SignedHeaders";

    private static final String CREDENTIAL = "[^/,\\s]+/\\d{8}/[^/]+/[^/]+/aws4_request";
    private static final String HEX = "[0-9a-f]{64}";
    private static final Pattern AUTHORIZATION = Pattern.compile(ALGORITHM + " +Credential=" + CREDENTIAL
            + ", *SignedHeaders=(?<headers>[^, ]+), *Signature=(?<signature>" + HEX + ")");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** How long API Gateway accepts a signature in a header, and by how much clocks may differ. */
    static final Duration TOLERANCE = Duration.ofMinutes(5);

    /** The signature of a request, or nothing if it has no complete one. */
    static Optional<Signature> of(HttpRequest request) {
        return CredentialScope.of(request).flatMap(scope -> inHeader(scope, request).or(() -> inUrl(scope, request)));
    }

    private static Optional<Signature> inHeader(CredentialScope scope, HttpRequest request) {
        return Optional.of(AUTHORIZATION.matcher(request.header("Authorization"))).filter(Matcher::matches)
                .map(header -> new Signature(scope, request.header(DATE), TOLERANCE, header.group("headers"),
                        header.group("signature"), false));
    }

    private static Optional<Signature> inUrl(CredentialScope scope, HttpRequest request) {
        Map<String, List<String>> query = HttpRequest.queryValues(request.query());
        List<String> values = Stream.of(only(query, "X-Amz-Algorithm", ALGORITHM),
                only(query, "X-Amz-Credential", CREDENTIAL), only(query, DATE, ".+"),
                only(query, "X-Amz-Expires", "[0-9]{1,6}"), only(query, SIGNED_HEADERS, ".+"),
                only(query, SIGNATURE, HEX)).flatMap(Optional::stream).toList();
        return values.size() < 6
                ? Optional.empty()
                : Optional.of(new Signature(scope, values.get(2), Duration.ofSeconds(Long.parseLong(values.get(3))),
                        values.get(4), values.get(5), true));
    }

    /** The value of a parameter that occurs once and matches. */
    private static Optional<String> only(Map<String, List<String>> query, String name, String pattern) {
        return Optional.of(query.getOrDefault(name, List.of())).filter(values -> values.size() == 1)
                .map(List::getFirst).filter(value -> value.matches(pattern));
    }

    /**
     * When it was signed.
     *
     * @throws DateTimeException if the request has no valid time
     */
    Instant time() {
        return TIME.parse(date, Instant::from);
    }

    /**
     * Whether a key made this signature of that request. Uses the older of the SDK's two signers: the newer one adds a
     * header that not every client sends.
     */
    @SuppressWarnings("deprecation")
    boolean isOf(HttpRequest request, IamAuthentication.Key key) {
        AwsCredentials credentials = AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey());
        Clock clock = Clock.fixed(time(), ZoneOffset.UTC);
        Region region = Region.of(scope.region());
        if (isInUrl) {
            SdkHttpFullRequest again = Aws4Signer.create().presign(unsigned(request), Aws4PresignerParams.builder()
                    .awsCredentials(credentials).signingName(scope.service()).signingRegion(region)
                    .signingClockOverride(clock).expirationTime(time().plus(lifetime)).build());
            return again.firstMatchingRawQueryParameter(SIGNED_HEADERS).equals(Optional.of(signedHeaders))
                    && again.firstMatchingRawQueryParameter(SIGNATURE).equals(Optional.of(value));
        }
        SdkHttpFullRequest again = Aws4Signer.create().sign(unsigned(request), Aws4SignerParams.builder()
                .awsCredentials(credentials).signingName(scope.service()).signingRegion(region)
                .signingClockOverride(clock).build());
        return again.firstMatchingHeader("Authorization").orElseThrow()
                .endsWith(" SignedHeaders=" + signedHeaders + ", Signature=" + value);
    }

    /** The request as it was before it was signed, with the signed headers only. */
    private SdkHttpFullRequest unsigned(HttpRequest request) {
        String[] host = request.header("Host").split(":", 2);
        SdkHttpFullRequest.Builder builder = SdkHttpFullRequest.builder()
                .method(SdkHttpMethod.fromValue(request.method()))
                .protocol("http").host(host[0]).port(host.length == 1 ? 80 : Integer.parseInt(host[1]))
                .encodedPath(request.rawPath())
                .contentStreamProvider(() -> request.body().asInputStream());
        HttpRequest.queryValues(request.query()).forEach((name, values) -> {
            if (!isInUrl || !name.startsWith("X-Amz-")) {
                builder.putRawQueryParameter(name, values);
            }
        });
        for (String name : signedHeaders.split(";", -1)) {
            if (!name.equals("host") && !name.equals("x-amz-date")) {
                builder.putHeader(name, request.header(name));
            }
        }
        return builder.build();
    }
}
