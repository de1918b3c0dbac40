package org.backupmetadata.lambda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * A stage set of the network for priming: whatever is read from the table, a lookup's answer is one and the same backup and
 * a query's one and the same page of backups, in the bytes that DynamoDB would send. The true table may be empty when a
 * version is published, and then no true answer would run the code that reads one.
 */
final class Rehearsal implements SdkHttpClient {

    private record Answer(SdkHttpResponse head, SdkBytes body) {

        static Answer of(byte[] body) {
            CRC32 crc = new CRC32();
            crc.update(body);
            SdkHttpResponse head = SdkHttpResponse.builder().statusCode(200)
                    .putHeader("Content-Type", "application/x-amz-json-1.0")
                    .putHeader("Content-Length", Integer.toString(body.length))
                    .putHeader("x-amzn-RequestId", "REHEARSAL")
                    .putHeader("x-amz-crc32", Long.toString(crc.getValue())).build();
            return new Answer(head, SdkBytes.fromByteArrayUnsafe(body));
        }
    }

    private final Answer item = Answer.of(resource("rehearsal.json"));
    private final Answer page = Answer.of(resource("rehearsal-page.json"));

    private Rehearsal() {
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
                .credentialsProvider(credentials).httpClient(new Rehearsal()).build();
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
        String target = request.httpRequest().firstMatchingHeader("X-Amz-Target").orElse("");
        Answer answer = target.endsWith(".Query") ? page : item;
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() {
                return HttpExecuteResponse.builder().response(answer.head())
                        .responseBody(AbortableInputStream.create(answer.body().asInputStream())).build();
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
