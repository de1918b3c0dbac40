package org.backupmetadata.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.backupmetadata.local.HttpRequest.Header;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Requests signed by the AWS SDK's current signer, right and wrong ones. */
class IamAuthenticationTest {

    private static final Instant NOW = Instant.parse("2026-10-01T12:00:00Z");

    private final Authentication iam = new IamAuthentication("us-east-1", Clock.fixed(NOW, ZoneOffset.UTC));

    private static HttpRequest signed(String keyId, String secret, String service, Instant time, String path) {
        return signed(keyId, secret, "us-east-1", service, time, path);
    }

    private static HttpRequest signed(String keyId, String secret, String region, String service, Instant time,
            String path) {
        SdkHttpFullRequest unsigned = SdkHttpFullRequest.builder().method(SdkHttpMethod.POST).protocol("http")
                .host("127.0.0.1").port(8080).encodedPath(path)
                .putHeader("Content-Type", "application/x-amz-json-1.0")
                .putHeader("X-Amz-Target", "DynamoDB_20120810.DescribeBackup").build();
        List<Header> headers = new ArrayList<>();
        AwsV4HttpSigner.create().sign(request -> request.identity(AwsCredentialsIdentity.create(keyId, secret))
                .request(unsigned).payload(ContentStreamProvider.fromUtf8String("{}"))
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(time, ZoneOffset.UTC))).request()
                .forEachHeader((name, values) -> headers.add(new Header(name, values.getFirst())));
        return request(path, headers, "{}");
    }

    private static HttpRequest request(String path, List<Header> headers, String body) {
        return new HttpRequest("POST", path, "", headers, SdkBytes.fromUtf8String(body), "HTTP/1.1", "127.0.0.1", 8080,
                NOW, "id", null, "prod");
    }

    private static HttpRequest alices() {
        return signed("LOCALALICE", "alice-for-local-runs-only", "execute-api", NOW, "/");
    }

    private String refusal(HttpRequest request) {
        RefusedException refused = assertThrows(RefusedException.class, () -> iam.caller(request));
        return refused.type() + " " + refused.getMessage();
    }

    private @Nullable String account(HttpRequest request) throws RefusedException {
        LocalCaller caller = iam.caller(request);
        return caller == null ? null : caller.account();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/prod", "/prod/",
            "/prod/backups/arn:aws:backup:us-east-1:111122223333:recovery-point:1",
            "/prod/backups/arn%3Aaws%3Abackup%3Aus-east-1%3A111122223333%3Arecovery-point%3A1"})
    void aRightSignatureIsItsKeysAccount(String path) throws RefusedException {
        assertEquals("111122223333",
                account(signed("LOCALALICE", "alice-for-local-runs-only", "execute-api", NOW, path)));
        assertEquals("444455556666", account(signed("LOCALBOB", "bob-for-local-runs-only", "execute-api", NOW, path)));
    }

    @Test
    void clocksMayDifferByMinutes() throws RefusedException {
        assertEquals("111122223333", account(signed("LOCALALICE", "alice-for-local-runs-only", "execute-api",
                NOW.minus(Duration.ofMinutes(5)), "/")));
        assertTrue(refusal(signed("LOCALALICE", "alice-for-local-runs-only", "execute-api",
                NOW.minus(Duration.ofMinutes(6)), "/")).startsWith("INVALID_SIGNATURE Signature expired"));
    }

    @Test
    void aSignatureForDynamoDbIsRefused() {
        assertEquals("INVALID_SIGNATURE Credential should be scoped to correct service: 'execute-api'.",
                refusal(signed("LOCALALICE", "alice-for-local-runs-only", "dynamodb", NOW, "/")));
    }

    @Test
    void anotherSecretIsRefused() {
        assertTrue(refusal(signed("LOCALALICE", "bob-for-local-runs-only", "execute-api", NOW, "/"))
                .startsWith("INVALID_SIGNATURE The request signature we calculated does not match"));
    }

    @Test
    void anotherKeysIdIsRefused() {
        HttpRequest request = alices();
        List<Header> headers = request.headers().stream()
                .map(header -> new Header(header.name(), header.value().replace("LOCALALICE", "LOCALBOB"))).toList();
        assertTrue(refusal(request("/", headers, "{}")).startsWith("INVALID_SIGNATURE"));
    }

    @Test
    void anotherBodyPathOrHeaderThanWasSignedIsRefused() {
        List<Header> headers = alices().headers();
        assertTrue(refusal(request("/", headers, "{ }")).startsWith("INVALID_SIGNATURE"));
        assertTrue(refusal(request("/prod", headers, "{}")).startsWith("INVALID_SIGNATURE"));
        List<Header> another = headers.stream()
                .map(header -> header.name().toLowerCase(Locale.ROOT).equals("x-amz-target")
                        ? new Header(header.name(), "DynamoDB_20120810.DeleteBackup")
                        : header)
                .toList();
        assertTrue(refusal(request("/", another, "{}")).startsWith("INVALID_SIGNATURE"));
    }

    @Test
    void anUnknownKeyIsRefused() {
        assertEquals("DEFAULT_4XX The security token included in the request is invalid.",
                refusal(signed("111122223333", "any", "execute-api", NOW, "/")));
    }

    @Test
    void aTokenThatNobodyIssuedIsRefused() {
        HttpRequest request = alices();
        List<Header> headers = new ArrayList<>(request.headers());
        headers.add(new Header("X-Amz-Security-Token", "444455556666"));
        assertTrue(refusal(request("/", headers, "{}")).startsWith("DEFAULT_4XX"));
    }

    @Test
    void withoutASignatureThereIsNoToken() {
        assertEquals("MISSING_AUTHENTICATION_TOKEN Missing Authentication Token",
                refusal(request("/", List.of(), "{}")));
    }

    @Test
    void aSignatureForAnotherRegionIsRefused() {
        assertEquals("INVALID_SIGNATURE Credential should be scoped to a valid region, not 'eu-west-1'.",
                refusal(signed("LOCALALICE", "alice-for-local-runs-only", "eu-west-1", "execute-api", NOW, "/")));
    }

    private static HttpRequest presigned(String secret, String region, Instant time) {
        SdkHttpFullRequest unsigned = SdkHttpFullRequest.builder().method(SdkHttpMethod.GET).protocol("http")
                .host("127.0.0.1").port(8080).encodedPath("/prod/backups").putRawQueryParameter("table", "Orders")
                .putRawQueryParameter("from", "2026-01-01T00:00:00+02:00").build();
        SdkHttpRequest signed = AwsV4HttpSigner.create()
                .sign(request -> request.identity(AwsCredentialsIdentity.create("LOCALALICE", secret))
                        .request(unsigned).putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "execute-api")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                        .putProperty(AwsV4HttpSigner.AUTH_LOCATION, AwsV4HttpSigner.AuthLocation.QUERY_STRING)
                        .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, Duration.ofHours(1))
                        .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(time, ZoneOffset.UTC)))
                .request();
        return get(signed.encodedPath(), signed.encodedQueryParameters().orElseThrow());
    }

    private static HttpRequest get(String path, String query) {
        return new HttpRequest("GET", path, query, List.of(new Header("Host", "127.0.0.1:8080")),
                SdkBytes.fromUtf8String(""), "HTTP/1.1", "127.0.0.1", 8080, NOW, "id", null, "prod");
    }

    @Test
    void aPresignedUrlIsItsKeysAccountUntilItExpires() throws RefusedException {
        String secret = "alice-for-local-runs-only";
        assertEquals("111122223333", account(presigned(secret, "us-east-1", NOW)));
        assertEquals("111122223333", account(presigned(secret, "us-east-1", NOW.minus(Duration.ofHours(1)))));
        assertTrue(refusal(presigned(secret, "us-east-1", NOW.minus(Duration.ofHours(1)).minusSeconds(1)))
                .startsWith("INVALID_SIGNATURE Signature expired"));
    }

    @Test
    void aPresignedUrlOfAnotherSecretRegionOrQueryIsRefused() {
        HttpRequest good = presigned("alice-for-local-runs-only", "us-east-1", NOW);
        assertTrue(refusal(presigned("another", "us-east-1", NOW)).contains("does not match"));
        assertTrue(refusal(presigned("alice-for-local-runs-only", "eu-west-1", NOW)).contains("not 'eu-west-1'"));
        assertTrue(refusal(get("/prod/backups", good.query().replace("Orders", "Others"))).contains("does not match"));
        assertTrue(refusal(get("/prod/backups/x", good.query())).contains("does not match"));
        assertTrue(refusal(get("/prod/backups", good.query().replace("X-Amz-Expires=3600", "X-Amz-Expires=7200")))
                .contains("does not match"));
        assertEquals("MISSING_AUTHENTICATION_TOKEN Missing Authentication Token",
                refusal(get("/prod/backups", good.query().replaceFirst("&?X-Amz-Signature=[0-9a-f]+", ""))));
    }
}
