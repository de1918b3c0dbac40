package org.backupmetadata.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.backupmetadata.local.HttpRequest.Header;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;

/**
 * A request as its caller makes it, for tests and benchmarks that need no front: it becomes the event that the local
 * run's API Gateway makes of the same request.
 *
 * @param path as the client sends it, percent-encoded where it is
 * @param query the parameters of the query string, without percent-encoding
 * @param caller the account that signed, put into the event as it is; null for nobody
 */
public record GatewayRequest(String method, String path, Map<String, String> query, Map<String, String> headers,
        @Nullable String caller, SdkBytes body) {

    /** The id of every request, as the event has it. */
    public static final String REQUEST_ID = "c6af9ac6-7b61-11e6-9a41-93e8deadbeef";

    private static final Map<String, String> HEADERS_OF_AN_SDK = Map.of("Content-Type", "application/x-amz-json-1.0",
            "Host", "api.example.com", "User-Agent",
            "aws-cli/2.31.0 md/awscrt#0.27.6 ua/2.1 os/linux#6.1 md/arch#x86_64 lang/python#3.13 md/pyimpl#CPython",
            "amz-sdk-invocation-id", "2f3b8a52-6c7e-4a86-9f8b-1f7a6f1f4c11", "amz-sdk-request", "attempt=1",
            "X-Amz-Date", "20260101T000000Z");

    /** DescribeBackup of that ARN, as an SDK sends it. */
    public static GatewayRequest describeBackup(@Nullable String caller, String backupArn) {
        return sdk("/", "DescribeBackup", caller, "{\"BackupArn\":\"" + backupArn + "\"}");
    }

    /** A request for that operation, as an SDK sends it to an endpoint with that path. */
    public static GatewayRequest sdk(String path, String operation, @Nullable String caller, String body) {
        return new GatewayRequest("POST", path, Map.of(), HEADERS_OF_AN_SDK, caller, SdkBytes.fromUtf8String(body))
                .with(Map.of("X-Amz-Target", "DynamoDB_20120810." + operation));
    }

    /** A GET without headers. */
    public static GatewayRequest get(String path, Map<String, String> query, String caller) {
        return new GatewayRequest("GET", path, query, Map.of(), caller, SdkBytes.fromUtf8String(""));
    }

    /** The same request with more headers. */
    public GatewayRequest with(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.putAll(more);
        return new GatewayRequest(method, path, query, all, caller, body);
    }

    /** The event of a REST API: payload version 1.0, the body as text. */
    public String restApi() {
        return event(new RestApiPayload());
    }

    /**
     * The event of an HTTP API or a Function URL: payload version 2.0, the body in base64 unless it is JSON by its
     * type.
     */
    public String httpApi() {
        return event(new HttpApiPayload());
    }

    private String event(PayloadFormat format) {
        List<Header> lines = headers.entrySet().stream()
                .map(header -> new Header(header.getKey(), header.getValue())).toList();
        String queryString = query.entrySet().stream()
                .map(each -> encoded(each.getKey()) + "=" + encoded(each.getValue())).collect(Collectors.joining("&"));
        HttpRequest received = new HttpRequest(method, path, queryString, lines, body, "HTTP/1.1", "192.0.2.17", 443,
                Instant.parse("2026-01-01T00:00:00Z"), REQUEST_ID,
                caller == null ? null : new LocalCaller(caller, "ASIAEXAMPLE", null), "prod");
        try {
            return new String(format.event(received), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
