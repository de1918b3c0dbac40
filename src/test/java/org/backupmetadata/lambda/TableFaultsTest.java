package org.backupmetadata.lambda;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.backupmetadata.local.GatewayRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a caller learns when the backing table does not answer, and what the log does. */
class TableFaultsTest {

    private static final String INTERNAL = "{\"__type\":\"com.amazonaws.dynamodb.v20120810#InternalServerError\",\"message\":\"Internal server error\"}";
    private static final String THROTTLED = "{\"__type\":\"com.amazon.coral.availability#ThrottlingException\",\"message\":\"Rate exceeded\"}";
    private static final String ARN = "arn:aws:dynamodb:us-east-1:111122223333:table/Music/backup/01489173575360-b308cd7d";
    private static final String EVENT = GatewayRequest.describeBackup("111122223333", ARN).restApi();

    private static final String READER = "999988887777";

    private static final String LIST = GatewayRequest.sdk("/", "ListBackups", "111122223333", "{}").restApi();
    private static final String GET = GatewayRequest.get("/backups", Map.of(), "111122223333").restApi();

    private final TestContext context = new TestContext();

    /** Refuses on demand, as the real database cannot. */
    @SuppressWarnings("NullAway.Init")
    private HttpServer table;

    @BeforeEach
    void startTable() throws IOException {
        table = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        table.start();
        Map.of("aws.endpointUrlDynamoDb", "http://127.0.0.1:" + table.getAddress().getPort(), "aws.region", "us-east-1",
                "aws.accessKeyId", "local", "aws.secretAccessKey", "local").forEach(System::setProperty);
    }

    @AfterEach
    void stopTable() {
        table.stop(0);
        Map.of("aws.endpointUrlDynamoDb", "", "aws.region", "", "aws.accessKeyId", "", "aws.secretAccessKey", "")
                .keySet().forEach(System::clearProperty);
    }

    @ParameterizedTest
    @CsvSource({"ProvisionedThroughputExceededException", "ThrottlingException", "RequestLimitExceeded"})
    void aThrottledTableMakesClientsBackOff(String type) {
        refuse(400, type);
        JsonNode answer = ask();
        assertEquals(THROTTLED, answer.path("body").asText());
        assertEquals(400, answer.path("statusCode").asInt());
        assertTrue(context.log().getFirst().contains(type), context.log()::toString);
    }

    @Test
    void aThrottledIndexMakesClientsBackOff() {
        refuse(400, "ThrottlingException");
        assertEquals(THROTTLED, ask(LIST).path("body").asText());
    }

    @Test
    void whoDoesNotSpeakTheProtocolIsToldByTheStatus() {
        refuse(400, "ThrottlingException");
        JsonNode throttled = ask(GET);
        assertEquals(429, throttled.path("statusCode").asInt());
        assertEquals(THROTTLED, throttled.path("body").asText());
        assertEquals("no-store", throttled.at("/headers/Cache-Control").asText());
    }

    @Test
    void aTableThatRefusesAListIsAnInternalErrorEitherWay() {
        refuse(400, "AccessDeniedException");
        assertIsInternalError(ask(LIST), "secret-table in secret-host");
        context.log().clear();
        assertIsInternalError(ask(GET), "secret-table in secret-host");
    }

    /** As if an answer had arrived twice on a connection: the second time to the next question. */
    @ParameterizedTest
    @ValueSource(strings = {
            "{'BackupArn':{'S':'arn:aws:dynamodb:us-east-1:444455556666:table/Music/backup/01489173575360-b308cd7d'},'AccountPartition':{'S':'444455556666/us-east-1/USER'}}",
            "{'BackupArn':{'S':'x'},'AccountPartition':{'S':'111122223333/eu-west-1/USER'}}",
            "{'BackupArn':{'S':'x'},'TablePartition':{'S':'111122223333/us-east-1/Music/USER'}}"})
    void aPageOfAnotherAccountRegionOrIndexIsAnInternalError(String entry) {
        answer(200, "{\"Count\":1,\"Items\":[" + entry.replace('\'', '"') + "]}");
        assertIsInternalError(ask(LIST), "WrongAnswerException");
    }

    @Test
    void anotherBackupThanTheOneThatWasAskedForIsAnInternalError() {
        answer(200, "{\"Item\":{\"BackupArn\":{\"S\":\"another\"}}}");
        assertIsInternalError(ask(), "WrongAnswerException");
    }

    @Test
    void anAnswerToAQueryThatIsNoPageIsAnInternalError() {
        answer(200, "{}");
        assertIsInternalError(ask(LIST), "WrongAnswerException");
    }

    @Test
    void anotherAccountsCoverageIsAnInternalError() {
        answer(200,
                "{\"Count\":1,\"Items\":[{\"Account\":{\"S\":\"444455556666\"},\"Region\":{\"S\":\"us-east-1\"}}]}");
        assertIsInternalError(ask(coverage("111122223333")), "WrongAnswerException");
    }

    @ParameterizedTest
    @ValueSource(strings = {"111122223333", READER})
    void anAnswerAboutCoverageThatIsNoPageIsAnInternalError(String caller) {
        answer(200, "{}");
        assertIsInternalError(ask(coverage(caller)), "WrongAnswerException");
    }

    private static String coverage(String caller) {
        return GatewayRequest.get("/coverage", Map.of(), caller).restApi();
    }

    @Test
    void aListThatTakesTooLongIsAnInternalErrorAndNotATimeOut() {
        answerThatThereIsAlwaysOneMore();
        assertIsInternalError(ask(LIST), "too slowly for a list");
    }

    @ParameterizedTest
    @ValueSource(strings = {"111122223333", READER})
    void coverageThatTakesTooLongIsAnInternalErrorAndNotATimeOut(String caller) {
        answerThatThereIsAlwaysOneMore();
        assertIsInternalError(ask(coverage(caller)), "too slowly for coverage");
    }

    /** Each page comes in time, with nothing in it, and all together do not. */
    private void answerThatThereIsAlwaysOneMore() {
        answer(200, "{\"Count\":0,\"Items\":[],\"LastEvaluatedKey\":{\"BackupArn\":{\"S\":\"x\"},"
                + "\"AccountPartition\":{\"S\":\"y\"},\"CreationOrder\":{\"S\":\"z\"}}}");
    }

    @ParameterizedTest
    @CsvSource({"400,AccessDeniedException", "400,BackupNotFoundException", "400,ValidationException",
            "400,ResourceNotFoundException", "400,UnrecognizedClientException",
            "500,InternalServerError", "503,ServiceUnavailable"})
    void aTableThatRefusesIsAnInternalError(int status, String type) {
        refuse(status, type);
        assertIsInternalError(ask(), "secret-table in secret-host");
    }

    @Test
    void theLogKeepsNoSecurityTokenThatTheTableQuotes() {
        refuse(400, "InvalidSignatureException",
                "host:secret-host\\nx-amz-security-token:secret-token\\nx-amz-target:");
        assertIsInternalError(ask(), "x-amz-security-token:***");
    }

    /** Rather no answer than one with something missing. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{}|has no BackupDescription",
            "{'BackupDescription':{'S':'x'}}|BackupDescription",
            "{'BackupDescription':{'NULL':true}}|has no BackupDescription",
            "{'BackupDescription':{'M':{'BackupDetails':{'M':{'BackupName':{'N':'5'}}}}}}|BackupName",
            "{'BackupDescription':{'M':{'BackupDetails':{'M':{'BackupSizeBytes':{'S':'5'}}}}}}|BackupSizeBytes",
            "{'BackupDescription':{'M':{'SourceTableDetails':{'M':{'KeySchema':{'S':'x'}}}}}}|KeySchema",
            "{'BackupDescription':{'M':{'SourceTableFeatureDetails':{'S':'x'}}}}|SourceTableFeatureDetails"})
    void anItemThatThisServiceDidNotWriteIsAnInternalError(String attributes, String named) {
        answer(200, "{\"Item\":" + attributes.replace('\'', '"').replaceFirst("\\{",
                "{\"BackupArn\":{\"S\":\"" + ARN + "\"}" + (attributes.equals("{}") ? "" : ",")) + "}");
        assertIsInternalError(ask(), named);
    }

    @Test
    void aTableThatCannotBeReachedIsAnInternalError() {
        table.stop(0);
        assertIsInternalError(ask(), "ConnectException");
    }

    private void refuse(int status, String type) {
        refuse(status, type, "secret-table in secret-host");
    }

    private void refuse(int status, String type, String message) {
        answer(status,
                "{\"__type\":\"com.amazonaws.dynamodb.v20120810#%s\",\"message\":\"%s\"}".formatted(type, message));
    }

    private void answer(int status, String json) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        table.createContext("/", exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.0");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    private JsonNode ask() {
        return ask(EVENT);
    }

    private JsonNode ask(String event) {
        return Invocation.invoke(new RestApiHandler(Map.of("TABLE_NAME", "secret-table", "COVERAGE_TABLE_NAME",
                "secret-coverage", "READER_ACCOUNTS", READER)), event, context);
    }

    private void assertIsInternalError(JsonNode answer, String cause) {
        String line = context.log().getFirst();
        assertAll(() -> assertEquals(500, answer.path("statusCode").asInt()),
                () -> assertEquals(INTERNAL, answer.path("body").asText()),
                () -> assertEquals(1, context.log().size()),
                () -> assertTrue(line.contains(GatewayRequest.REQUEST_ID), line),
                () -> assertTrue(line.contains(cause), line), () -> assertFalse(line.contains("secret-token"), line));
    }
}
