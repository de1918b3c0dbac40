package org.backupmetadata.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.backupmetadata.local.HttpRequest.Header;
import software.amazon.awssdk.core.SdkBytes;

/** The events that API Gateway makes of an AWS SDK's requests. */
public final class GatewayEvents {

    private static final List<Header> HEADERS = List.of(new Header("Content-Type", "application/x-amz-json-1.0"),
            new Header("Host", "api.example.com"),
            new Header("User-Agent",
                    "aws-cli/2.31.0 md/awscrt#0.27.6 ua/2.1 os/linux#6.1 md/arch#x86_64 lang/python#3.13 md/pyimpl#CPython"),
            new Header("amz-sdk-invocation-id", "2f3b8a52-6c7e-4a86-9f8b-1f7a6f1f4c11"),
            new Header("amz-sdk-request", "attempt=1"), new Header("X-Amz-Date", "20260101T000000Z"));

    private GatewayEvents() {
    }

    /** The body of a request for that backup. */
    public static String body(String backupArn) {
        return "{\"BackupArn\":\"" + backupArn + "\"}";
    }

    /** DescribeBackup in a REST API's event: payload version 1.0, the body as text. */
    public static byte[] restApi(String callerAccount, String body) {
        return restApi(callerAccount, "DescribeBackup", body);
    }

    /** The same for any operation. */
    public static byte[] restApi(String callerAccount, String operation, String body) {
        return event(new RestApiPayload(), callerAccount, operation, body);
    }

    /** DescribeBackup in an HTTP API's or a Function URL's event: payload version 2.0, the body in base64. */
    public static byte[] httpApi(String callerAccount, String body) {
        return httpApi(callerAccount, "DescribeBackup", body);
    }

    /** The same for any operation. */
    public static byte[] httpApi(String callerAccount, String operation, String body) {
        return event(new HttpApiPayload(), callerAccount, operation, body);
    }

    private static byte[] event(PayloadFormat format, String callerAccount, String operation, String body) {
        Header target = new Header("X-Amz-Target", "DynamoDB_20120810." + operation);
        List<Header> headers = Stream.concat(HEADERS.stream(), Stream.of(target)).toList();
        try {
            return format.event(new HttpRequest("POST", "/", "", headers, SdkBytes.fromUtf8String(body), "HTTP/1.1",
                    "192.0.2.17", 443, Instant.parse("2026-01-01T00:00:00Z"), "0f8b1c4e-5b1d-4ac5-9a0e-3b8c1a4d2e90",
                    new LocalCaller(callerAccount, "ASIAEXAMPLE", null), "prod"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
