package org.backupmetadata.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BackupDescription;
import software.amazon.awssdk.services.dynamodb.model.DescribeBackupResponse;
import software.amazon.awssdk.services.dynamodb.model.ListBackupsRequest;

class AwsJsonTest {

    private static final AtomicReference<byte[]> ANSWER = new AtomicReference<>(new byte[0]);
    private static final DynamoDbClient CLIENT = DynamoDbClient.builder().region(Region.US_EAST_1)
            .credentialsProvider(AnonymousCredentialsProvider.create()).httpClient(new AnsweringHttpClient()).build();

    /** The SDK's own reader of DynamoDB's answers is the judge of ours. */
    @Property(tries = 500)
    void theSdkReadsEveryDescriptionAsItWas(@ForAll("descriptions") BackupDescription description) {
        DescribeBackupResponse response = DescribeBackupResponse.builder().backupDescription(description).build();
        ANSWER.set(AwsJson.write(response).asByteArray());
        assertEquals(description, CLIENT.describeBackup(request -> request.backupArn("any")).backupDescription());
    }

    @Property(tries = 500)
    void whatIsWrittenCanBeRead(@ForAll("descriptions") BackupDescription description) {
        assertEquals(description,
                AwsJson.read(AwsJson.write(description).asUtf8String(), BackupDescription.builder()).build());
    }

    @Provide
    Arbitrary<BackupDescription> descriptions() {
        return BackupDescriptions.any();
    }

    @ParameterizedTest
    @CsvSource({"2018-01-17T00:39:02.009Z,1.516149542009E9", "2020-01-01T12:51:18.920Z,1.57788307892E9",
            "2017-07-14T02:40:00Z,1.5E9", "1970-01-01T00:00:00Z,0.0", "1970-01-01T00:00:00.001Z,0.001",
            "1969-12-31T23:59:59.999Z,-0.001", "2001-09-09T01:46:40Z,1.0E9", "1970-01-12T13:46:40Z,1000000.0",
            "2018-01-17T00:39:02.009999999Z,1.516149542009E9",
            "9999-12-31T23:59:59.999Z,2.53402300799999E11"})
    void timestampsAreWrittenAsDynamoDbWritesThem(String time, String number) {
        assertEquals("{\"BackupDetails\":{\"BackupCreationDateTime\":" + number + "}}",
                AwsJson.write(BackupDescription.builder()
                        .backupDetails(details -> details.backupCreationDateTime(Instant.parse(time))).build())
                        .asUtf8String());
    }

    @ParameterizedTest
    @CsvSource({"100,100", "0,0", "-7,-7", "99.9,99", "1e2,100", "1e999999999,2147483647", "4294967297,2147483647"})
    void anIntegerMayComeAsAnyNumberAndIsTruncated(String number, int limit) {
        assertEquals(limit, AwsJson.read("{\"Limit\":" + number + "}", ListBackupsRequest.builder()).build().limit());
    }

    @ParameterizedTest
    @CsvSource({"1516149542.009,2018-01-17T00:39:02.009Z", "1.516149542009E9,2018-01-17T00:39:02.009Z",
            "1516149542,2018-01-17T00:39:02Z", "0,1970-01-01T00:00:00Z", "-0.001,1969-12-31T23:59:59.999Z"})
    void aTimestampMayComeInAnyFormOfNumber(String number, Instant time) {
        assertEquals(time,
                AwsJson.read("{\"TimeRangeLowerBound\":" + number + "}", ListBackupsRequest.builder()).build()
                        .timeRangeLowerBound());
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', value = {"{\"Limit\":\"1\"}|STRING|java.lang.Integer",
            "{\"Limit\":true}|TRUE|java.lang.Integer", "{\"Limit\":[]}|ARRAY|java.lang.Integer",
            "{\"Limit\":{}}|OBJECT|java.lang.Integer", "{\"TableName\":1}|INTEGER|java.lang.String",
            "{\"TableName\":1.5}|DECIMAL|java.lang.String", "{\"TableName\":false}|FALSE|java.lang.String",
            "{\"TimeRangeUpperBound\":\"2018\"}|STRING|java.util.Date",
            "{\"TableName\":1,\"Limit\":\"the second is not told\"}|INTEGER|java.lang.String"})
    void aValueOfAnotherTypeIsRefusedWithWhatItIsAndWhatWasWanted(String json, Json.Kind found, Class<?> wanted) {
        WrongJsonTypeException refusal = assertThrows(WrongJsonTypeException.class,
                () -> AwsJson.read(json, ListBackupsRequest.builder()));
        assertEquals(List.of(found, wanted), List.of(refusal.found(), refusal.wanted()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "{}{}", "{} x", "{\"Limit\":\"1\"", "{\"Limit\":\"1\"}]",
            "{\"Zebra\":[1,}", "{\"Zebra\":\"\\q\"}", "{'Limit':1}"})
    void whatIsNotOneJsonValueIsMalformedWhateverItsTypesAre(String json) {
        assertThrows(MalformedJsonException.class, () -> AwsJson.parse(json, ListBackupsRequest.builder()));
        assertThrows(MalformedJsonException.class, () -> AwsJson.requireWellFormed(json));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "\"text\"", "1", "null", "true"})
    void aValueThatIsNoObjectIsWellFormedAndStillNoStructure(String json) {
        AwsJson.Parsed<ListBackupsRequest.Builder> parsed = AwsJson.parse(json, ListBackupsRequest.builder());
        assertThrows(MalformedJsonException.class, parsed::structure);
    }

    /** Stands in for the network, which has no part in this: answers with what {@link #ANSWER} holds. */
    private static final class AnsweringHttpClient implements SdkHttpClient {
        @Override
        public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
            return new ExecutableHttpRequest() {
                @Override
                public HttpExecuteResponse call() {
                    byte[] body = Objects.requireNonNull(ANSWER.get());
                    return HttpExecuteResponse.builder().response(SdkHttpResponse.builder().statusCode(200).build())
                            .responseBody(AbortableInputStream.create(new ByteArrayInputStream(body))).build();
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
}
