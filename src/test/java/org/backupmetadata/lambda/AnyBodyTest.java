package org.backupmetadata.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.backupmetadata.local.GatewayRequest;
import org.junit.jupiter.api.Assertions;
import software.amazon.awssdk.core.SdkBytes;

/** Bodies of any bytes, to any operation: the answer is always one of the contract's. */
class AnyBodyTest {

    private static final Set<String> TYPES = Set.of("com.amazon.coral.service#SerializationException",
            "com.amazon.coral.validate#ValidationException", "com.amazon.coral.service#AccessDeniedException");
    private static final String VALID = "{\"BackupArn\":\"arn:aws:dynamodb:us-east-1:444455556666:table/Music/backup/01489173575360-b308cd7d\",\"Limit\":7,\"TimeRangeUpperBound\":1.5e9,\"BackupType\":\"ALL\",\"Zebra\":[1,{\"b\":null}]}";

    static {
        System.setProperty("aws.region", "us-east-1");
    }

    private final RequestStreamHandler restApi = new RestApiHandler(Map.of("TABLE_NAME", "never-asked"));
    private final RequestStreamHandler httpApi = new HttpApiHandler(Map.of("TABLE_NAME", "never-asked"));
    private final TestContext context = new TestContext();

    @Property(tries = 1000)
    void anyBytesGetAContractAnswer(@ForAll byte[] body) throws JsonProcessingException {
        check(body);
    }

    @Property(tries = 2000)
    void aValidBodyWithAnyBytesPutIntoItGetsAContractAnswer(@ForAll("damaged") byte[] body)
            throws JsonProcessingException {
        check(body);
    }

    @Provide
    Arbitrary<byte[]> damaged() {
        Arbitrary<byte[]> splices = Arbitraries.oneOf(
                Arbitraries.bytes().array(byte[].class).ofMinSize(1).ofMaxSize(4),
                Arbitraries
                        .of("\"", "{", "}", "[", "]", ",", ":", "\\", "\\ud800", "null", "0", "-", "1e5", "\0",
                                "\ufeff")
                        .map(text -> text.getBytes(StandardCharsets.UTF_8)));
        Arbitrary<Integer> positions = Arbitraries.integers().between(0, VALID.length());
        return Combinators.combine(splices, positions, positions).as((splice, from, to) -> {
            byte[] valid = VALID.getBytes(StandardCharsets.UTF_8);
            int start = Math.min(from, to);
            int end = Math.max(from, to);
            byte[] body = new byte[start + splice.length + valid.length - end];
            System.arraycopy(valid, 0, body, 0, start);
            System.arraycopy(splice, 0, body, start, splice.length);
            System.arraycopy(valid, end, body, start + splice.length, valid.length - end);
            return body;
        });
    }

    private void check(byte[] body) throws JsonProcessingException {
        for (String operation : List.of("DescribeBackup", "ListBackups")) {
            GatewayRequest request = new GatewayRequest("POST", "/444455556666/us-east-1", Map.of(),
                    Map.of("Content-Type", "application/x-amz-json-1.0", "X-Amz-Target",
                            "DynamoDB_20120810." + operation),
                    "111122223333", SdkBytes.fromByteArray(body));
            check(Invocation.invoke(restApi, request.restApi(), context));
            check(Invocation.invoke(httpApi, request.httpApi(), context));
        }
    }

    private static void check(JsonNode answer) throws JsonProcessingException {
        String body = answer.path("body").asText();
        CRC32 crc = new CRC32();
        crc.update(body.getBytes(StandardCharsets.UTF_8));
        assertEquals(400, answer.path("statusCode").asInt());
        assertEquals(Long.toString(crc.getValue()), answer.at("/headers/x-amz-crc32").asText());
        Assertions.assertTrue(TYPES.contains(new ObjectMapper().readTree(body).path("__type").asText()), body);
    }
}
