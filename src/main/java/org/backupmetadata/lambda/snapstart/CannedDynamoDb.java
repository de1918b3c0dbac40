package org.backupmetadata.lambda.snapstart;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32;
import org.backupmetadata.lambda.settings.TableClient;
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
 * An HTTP client that answers for DynamoDB without a network: each GetItem with the same backup, each Query with the
 * same page of backups, in the bytes that DynamoDB would send. The real table may be empty when a version is published,
 * and its answers would not run the code that reads a backup.
 */
final class CannedDynamoDb implements SdkHttpClient {

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

    private final Answer item = Answer.of(resource("item.json"));
    private final Answer page = Answer.of(resource("page.json"));

    private CannedDynamoDb() {
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
        return TableClient.configured(DynamoDbClient.builder())
                .credentialsProvider(credentials).httpClient(new CannedDynamoDb()).build();
    }

    private static byte[] resource(String name) {
        try (InputStream resource = CannedDynamoDb.class.getResourceAsStream(name)) {
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
