package org.backupmetadata.lambda;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * A stage set of the network for priming: whatever is read from the table, the answer is one and the same backup, in the
 * bytes that DynamoDB would send. The true table may be empty when a version is published, and then no true answer would
 * run the code that reads one.
 */
final class Rehearsal implements SdkHttpClient {

    private final byte[] answer;
    private final SdkHttpResponse head;

    private Rehearsal(byte[] answer) {
        CRC32 crc = new CRC32();
        crc.update(answer);
        this.answer = answer;
        this.head = SdkHttpResponse.builder().statusCode(200).putHeader("Content-Type", "application/x-amz-json-1.0")
                .putHeader("Content-Length", Integer.toString(answer.length)).putHeader("x-amzn-RequestId", "REHEARSAL")
                .putHeader("x-amz-crc32", Long.toString(crc.getValue())).build();
    }

    /** A client of DynamoDB that gets every answer from here. */
    static DynamoDbClient client() {
        return client(StaticCredentialsProvider.create(AwsBasicCredentials.create("rehearsal", "rehearsal")));
    }

    /** The same, signing each request with a key of its own. */
    static DynamoDbClient clientOfManyKeys() {
        AtomicInteger key = new AtomicInteger();
        return client(() -> AwsBasicCredentials.create("rehearsal", "rehearsal " + key.incrementAndGet()));
    }

    private static DynamoDbClient client(AwsCredentialsProvider credentials) {
        return Environment.configured(DynamoDbClient.builder())
                .credentialsProvider(credentials).httpClient(new Rehearsal(resource("rehearsal.json"))).build();
    }

    private static byte[] resource(String name) {
        try (InputStream resource = Rehearsal.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(resource, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() {
                return HttpExecuteResponse.builder().response(head)
                        .responseBody(AbortableInputStream.create(new ByteArrayInputStream(answer))).build();
            }

            @Override
            public void abort() {
                // nothing is under way
            }
        };
    }

    @Override
    public void close() {
        // nothing is open
    }
}
