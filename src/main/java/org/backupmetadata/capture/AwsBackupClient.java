package org.backupmetadata.capture;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.backupmetadata.model.Json;
import org.backupmetadata.model.MalformedJsonException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * AWS Backup's lists of one account in one Region, in its own REST-JSON protocol. It makes the three calls that a sweep
 * needs and does not retry; the SDK's module for AWS Backup would be a third of this service's package. Thread-safe.
 *
 * <p>Every call throws an {@link AwsServiceException} if AWS Backup refuses it, and an {@link SdkClientException} if
 * there is no proper answer.
 */
public final class AwsBackupClient {

    private static final int PAGE_SIZE = 1000;
    private static final String SIGNING_NAME = "backup";

    /** How long a call may take, with its answer: the same as one of the SDK's clients of a sweep. */
    private static final Duration CALL = Duration.ofSeconds(10);

    /** Ends the calls that take longer. The HTTP client would wait for as long as now and then a byte comes. */
    private static final ScheduledExecutorService TIMEOUTS = Executors.newScheduledThreadPool(1,
            Thread.ofPlatform().daemon().name("aws-backup-call-timeouts").factory());

    private final SdkHttpClient http;
    private final AwsCredentialsProvider credentials;
    private final String region;
    private final URI endpoint;
    private final Duration limit;
    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

    /**
     * A client with those credentials.
     *
     * @param endpoint AWS Backup's in that Region
     */
    public AwsBackupClient(SdkHttpClient http, AwsCredentialsProvider credentials, String region, URI endpoint) {
        this(http, credentials, region, endpoint, CALL);
    }

    /** A client whose calls take no longer than that. */
    AwsBackupClient(SdkHttpClient http, AwsCredentialsProvider credentials, String region, URI endpoint,
            Duration limit) {
        this.http = http;
        this.credentials = credentials;
        this.region = region;
        this.endpoint = endpoint;
        this.limit = limit;
    }

    /** A page of a list; {@code next} is the token of the page after it, or null if this is the last. */
    record Page<T>(List<T> items, @Nullable String next) {

        Page {
            items = List.copyOf(items);
        }
    }

    /** The names of vaults. */
    Page<String> vaults(@Nullable String token) {
        return get("/backup-vaults/", Map.of(), token, "BackupVaultList", vault -> member("BackupVaultName", vault));
    }

    /** The recovery points of DynamoDB tables in a vault that were created in the window, which is of whole seconds. */
    Page<RecoveryPoint> recoveryPoints(String vault, Window window, @Nullable String token) {
        Map<String, String> parameters = new TreeMap<>(Map.of("resourceType", "DynamoDB"));
        if (!window.from().equals(Instant.EPOCH)) {
            parameters.put("createdAfter", window.from().toString());
        }
        if (window.to() != null) {
            parameters.put("createdBefore", window.to().toString());
        }
        return get("/backup-vaults/" + SdkHttpUtils.urlEncode(vault) + "/recovery-points/", parameters, token,
                "RecoveryPoints", RecoveryPoint::read);
    }

    /** The ARNs of the recovery points of a table, in whichever vaults; none if AWS Backup knows no such table. */
    Page<String> recoveryPointsOf(String tableArn, @Nullable String token) {
        try {
            return get("/resources/" + SdkHttpUtils.urlEncode(tableArn) + "/recovery-points/", Map.of(), token,
                    "RecoveryPoints", point -> member("RecoveryPointArn", point));
        } catch (AwsServiceException e) {
            if (e.awsErrorDetails().errorCode().equals("ResourceNotFoundException")) {
                return new Page<>(List.of(), null);
            }
            throw e;
        }
    }

    /** A text member of an element. Without it the answer is none. */
    private static String member(String name, Json.Reader element) throws IOException {
        return element.findText(name).orElseThrow(() -> new IOException("an element without " + name));
    }

    private <T> Page<T> get(String path, Map<String, String> parameters, @Nullable String token, String list,
            Json.Reading<T> element) {
        SdkHttpRequest.Builder request = SdkHttpRequest.builder().method(SdkHttpMethod.GET).uri(endpoint)
                .encodedPath(path).putRawQueryParameter("maxResults", String.valueOf(PAGE_SIZE));
        parameters.forEach(request::putRawQueryParameter);
        if (token != null) {
            request.putRawQueryParameter("nextToken", token);
        }
        long began = System.nanoTime();
        ExecutableHttpRequest call = signed(request.build());
        long left = limit.toNanos() - (System.nanoTime() - began);
        ScheduledFuture<?> end = TIMEOUTS.schedule(call::abort, left, TimeUnit.NANOSECONDS);
        try {
            HttpExecuteResponse response = call.call();
            try (InputStream body = response.responseBody().<InputStream>map(stream -> stream)
                    .orElseGet(InputStream::nullInputStream)) {
                if (!response.httpResponse().isSuccessful()) {
                    throw error(response, body);
                }
                return page(body, list, element);
            }
        } catch (IOException | MalformedJsonException e) {
            throw SdkClientException.create("AWS Backup did not answer properly", e);
        } finally {
            end.cancel(false);
        }
    }

    private ExecutableHttpRequest signed(SdkHttpRequest request) {
        SignedRequest signed = signer.sign(sign -> sign.identity(credentials.resolveCredentials()).request(request)
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, SIGNING_NAME)
                .putProperty(AwsV4HttpSigner.REGION_NAME, region));
        return http.prepareRequest(HttpExecuteRequest.builder().request(signed.request()).build());
    }

    /** A page must have its list: an answer without one, such as an empty body, would seem to have no elements. */
    private static <T> Page<T> page(InputStream body, String list, Json.Reading<T> element) throws IOException {
        List<T> items = new ArrayList<>();
        String[] next = new String[1];
        boolean[] listed = new boolean[1];
        Json.read(body, page -> {
            page.members((name, value) -> {
                if (name.equals(list)) {
                    listed[0] = true;
                    value.elements(each -> items.add(element.from(each)));
                } else if (name.equals("NextToken") && value.kind() == Json.Kind.STRING) {
                    next[0] = value.text();
                }
            });
            return items;
        });
        if (!listed[0]) {
            throw new IOException("an answer without " + list);
        }
        return new Page<>(items, next[0]);
    }

    private static AwsServiceException error(HttpExecuteResponse response, InputStream body) throws IOException {
        String type = response.httpResponse().firstMatchingHeader("x-amzn-ErrorType").orElseGet(() -> type(body));
        String code = type.replaceFirst(":.*", "").replaceFirst(".*#", "");
        int status = response.httpResponse().statusCode();
        return AwsServiceException.builder().statusCode(status).message("AWS Backup refuses: " + code)
                .awsErrorDetails(AwsErrorDetails.builder().serviceName("Backup")
                        .errorCode(code.isEmpty() ? String.valueOf(status) : code).build())
                .build();
    }

    private static String type(InputStream body) {
        try {
            return Json.read(body, error -> error.findText("__type")).orElse("");
        } catch (IOException | MalformedJsonException e) {
            return "";
        }
    }
}
