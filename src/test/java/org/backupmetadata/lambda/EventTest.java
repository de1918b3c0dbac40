package org.backupmetadata.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.backupmetadata.local.GatewayRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Events in which something is missing or odd. None of them reaches the table. */
class EventTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> ENVIRONMENT = Map.of("TABLE_NAME", "never-asked");
    private static final String FOREIGN = "arn:aws:dynamodb:us-east-1:444455556666:table/Music/backup/01489173575360-b308cd7d";
    private static final String ACCESS_DENIED = "{\"__type\":\"com.amazon.coral.service#AccessDeniedException\",\"Message\":\"Access is denied\"}";
    private static final String MISSING_TOKEN = "{\"__type\":\"com.amazon.coral.service#MissingAuthenticationTokenException\",\"message\":\"Request is missing Authentication Token\"}";

    private static final GatewayRequest FOREIGN_LIST = GatewayRequest.get("/prod/backups",
            Map.of("table", "arn:aws:dynamodb:us-east-1:444455556666:table/Music"), "111122223333");
    private static final GatewayRequest FOREIGN_GET = GatewayRequest
            .get("/prod/backups/" + FOREIGN, Map.of("history", "include", "region", "eu-west-1"), "111122223333")
            .with(Map.of("x-backup-history", "include", "If-None-Match", "*", "Host", "api.example.com"));

    static {
        System.setProperty("aws.region", "us-east-1");
    }

    private final RequestStreamHandler restApi = new RestApiHandler(ENVIRONMENT);
    private final RequestStreamHandler httpApi = new HttpApiHandler(ENVIRONMENT);
    private final GatewayRequest request = describe(FOREIGN);
    private final TestContext context = new TestContext();

    @Test
    void headersOfAnyCaseAreRead() throws JsonProcessingException {
        ObjectNode event = restApiEvent();
        event.remove("multiValueHeaders");
        event.putObject("headers").put("CONTENT-TYPE", "application/json").put("x-AMZ-target",
                "DynamoDB_20120810.DescribeBackup");
        assertEquals(ACCESS_DENIED, body(restApi, event));
    }

    @Test
    void headersMayComeOnlyAsMultiValueHeaders() throws JsonProcessingException {
        ObjectNode event = restApiEvent();
        event.putNull("headers");
        assertEquals(ACCESS_DENIED, body(restApi, event));
    }

    @Test
    void aRestApiMaySendABodyInBase64Too() throws JsonProcessingException {
        ObjectNode event = restApiEvent();
        event.put("body", event.path("body").asText().getBytes(StandardCharsets.UTF_8)).put("isBase64Encoded", true);
        assertEquals(ACCESS_DENIED, body(restApi, event));
    }

    @Test
    void anHttpApiMaySendABodyAsText() throws JsonProcessingException {
        ObjectNode event = httpApiEvent();
        event.put("body", request.body().asUtf8String()).put("isBase64Encoded", false);
        assertEquals(ACCESS_DENIED, body(httpApi, event));
    }

    @Test
    void theAccountThatOwnsTheApiIsNotTheCaller() throws JsonProcessingException {
        ObjectNode restEvent = restApiEvent();
        ((ObjectNode) restEvent.at("/requestContext")).put("accountId", "444455556666").remove("identity");
        assertEquals(MISSING_TOKEN, body(restApi, restEvent));
        ObjectNode httpEvent = httpApiEvent();
        ((ObjectNode) httpEvent.at("/requestContext")).put("accountId", "444455556666").remove("authorizer");
        assertEquals(MISSING_TOKEN, body(httpApi, httpEvent));
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "{\"BackupArn\":\"%s\",\"requestContext\":{\"identity\":{\"accountId\":\"444455556666\"}}}",
            "{\"BackupArn\":\"%s\",\"accountId\":\"444455556666\",\"userArn\":\"arn:aws:iam::444455556666:root\"}"})
    void whatACallerSendsNeverChangesWhoItIs(String body) throws JsonProcessingException {
        ObjectNode event = restApiEvent();
        event.put("body", body.formatted(FOREIGN));
        event.withObjectProperty("headers").put("X-Amz-Security-Token", "444455556666").put("accountId", "444455556666")
                .put("Authorization",
                        "AWS4-HMAC-SHA256 Credential=444455556666/20260101/us-east-1/dynamodb/aws4_request");
        event.putObject("queryStringParameters").put("accountId", "444455556666").put("X-Amz-Credential",
                "444455556666/20260101/us-east-1/dynamodb/aws4_request");
        assertEquals(ACCESS_DENIED, body(restApi, event));
    }

    /** The same for an HTTP API or a Function URL, with false identities wherever an event can hold one. */
    @Test
    void whatACallerSendsInPayload2NeverChangesWhoItIs() throws JsonProcessingException {
        ObjectNode event = httpApiEvent();
        event.put("body", "{\"BackupArn\":\"" + FOREIGN
                + "\",\"requestContext\":{\"authorizer\":{\"iam\":{\"accountId\":\"444455556666\"}}}}");
        event.put("isBase64Encoded", false).put("rawQueryString", "accountId=444455556666").put("accountId",
                "444455556666");
        event.withObjectProperty("headers").put("x-amz-security-token", "444455556666")
                .put("x-amzn-iam-accountid", "444455556666").put("requestcontext", "444455556666");
        event.putArray("cookies").add("accountId=444455556666");
        event.putObject("queryStringParameters").put("accountId", "444455556666");
        event.putObject("stageVariables").put("accountId", "444455556666");
        assertEquals(ACCESS_DENIED, body(httpApi, event));
    }

    /** Each handler reads the verified caller only where its own kind of API puts it. */
    @Test
    void anIdentityOfTheOtherFrontIsNone() throws JsonProcessingException {
        ObjectNode restEvent = restApiEvent();
        ObjectNode restContext = (ObjectNode) restEvent.at("/requestContext");
        restContext.remove("identity");
        restContext.putObject("authorizer").putObject("iam").put("accountId", "444455556666");
        assertEquals(MISSING_TOKEN, body(restApi, restEvent));
        ObjectNode httpEvent = httpApiEvent();
        ObjectNode httpContext = (ObjectNode) httpEvent.at("/requestContext");
        httpContext.remove("authorizer");
        httpContext.putObject("identity").put("accountId", "444455556666");
        assertEquals(MISSING_TOKEN, body(httpApi, httpEvent));
    }

    @Test
    void theLocalCallerStandsInOnlyWhereNobodyWasVerified() throws JsonProcessingException {
        RequestStreamHandler samLocal = new RestApiHandler(Map.of("TABLE_NAME", "never-asked", "LOCAL_CALLER_ACCOUNT",
                "222233334444", "AWS_SAM_LOCAL", "true", "AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"));
        ObjectNode event = restApiEvent();
        assertEquals("111122223333", loggedCaller(samLocal, event));
        ((ObjectNode) event.at("/requestContext/identity")).putNull("accountId");
        assertEquals("222233334444", loggedCaller(samLocal, event));
    }

    private String loggedCaller(RequestStreamHandler handler, ObjectNode event) throws JsonProcessingException {
        body(handler, event);
        return JSON.readTree(context.log().getLast()).path("caller").asText();
    }

    @Test
    void withoutAStageThereIsNoPathOfThatName() throws JsonProcessingException {
        ObjectNode event = restApiEvent();
        ((ObjectNode) event.at("/requestContext")).remove("stage");
        event.put("resource", "/{proxy+}").put("path", "/null").putObject("pathParameters").put("proxy", "null");
        assertEquals("<UnknownOperationException/>\n", body(restApi, event));
    }

    /** Lambda limits events and results to 6 MB, so an answer that quotes its input must not become larger than it. */
    @ParameterizedTest
    @ValueSource(strings = {"x", "\\\"", "\\u0001", "\u00e9", "\u20ac", "\ud83d\ude00", "\u007f"})
    void aResultIsNeverMuchLargerThanItsEvent(String character) throws JsonProcessingException {
        GatewayRequest huge = describe(character.repeat(1_500_000 / character.length()));
        ObjectNode textEvent = (ObjectNode) JSON.readTree(huge.httpApi());
        textEvent.put("body", huge.body().asUtf8String()).put("isBase64Encoded", false);
        for (String event : List.of(huge.httpApi(), textEvent.toString())) {
            assertNotLonger(Invocation.result(httpApi, event, context), event);
        }
        assertNotLonger(Invocation.result(restApi, huge.restApi(), context), huge.restApi());
    }

    private static void assertNotLonger(byte[] result, String event) {
        int length = event.getBytes(StandardCharsets.UTF_8).length;
        assertTrue(result.length < length + 300, () -> result.length + " bytes for " + length);
    }

    @Test
    void withoutAnIdOfTheFrontTheAnswerBearsLambdas() throws JsonProcessingException {
        ObjectNode event = restApiEvent();
        ((ObjectNode) event.at("/requestContext")).remove("requestId");
        assertEquals(context.getAwsRequestId(),
                Invocation.invoke(restApi, event.toString(), context).at("/headers/x-amzn-RequestId").asText());
    }

    /** Every node of a complete event, replaced by every other kind of value, or removed. */
    static Stream<String> damagedRestApiEvents() throws JsonProcessingException {
        return Stream.concat(damaged(describe(FOREIGN).restApi()),
                damaged(FOREIGN_GET.restApi()));
    }

    @ParameterizedTest
    @MethodSource("damagedRestApiEvents")
    void anyMemberOfARestApisEventMayBeOddOrMissing(String event) {
        assertIsAnswer(Invocation.invoke(restApi, event, context));
    }

    static Stream<String> damagedHttpApiEvents() throws JsonProcessingException {
        return Stream.concat(damaged(describe(FOREIGN).httpApi()),
                damaged(FOREIGN_GET.httpApi()));
    }

    @ParameterizedTest
    @MethodSource("damagedHttpApiEvents")
    void anyMemberOfAnHttpApisEventMayBeOddOrMissing(String event) {
        assertIsAnswer(Invocation.invoke(httpApi, event, context));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "null", "7", "\"POST\"", "[]", "{}", "{", "{\"httpMethod\":\"POST\"", "\0", "{]}"})
    void anEventThatIsNoneGetsAnAnswer(String event) {
        assertEquals(404, Invocation.invoke(restApi, event, context).path("statusCode").asInt());
        assertEquals(404, Invocation.invoke(httpApi, event, context).path("statusCode").asInt());
    }

    @Test
    void theLogHasOneLineForARequestAndNothingOfItsBodyOrHeaders() throws JsonProcessingException {
        ObjectNode event = restApiEvent();
        event.put("body", "{\"BackupArn\":\"" + FOREIGN + "\",\"Secret\":\"in the body\"}");
        event.withObjectProperty("headers").put("X-Amz-Security-Token", "in a header");
        body(restApi, event);
        assertEquals(1, context.log().size());
        ObjectNode line = (ObjectNode) JSON.readTree(context.log().getFirst());
        assertTrue(line.remove("milliseconds").isNumber());
        assertEquals(24, line.remove("timestamp").asText().length());
        assertEquals(JSON.createObjectNode().put("level", "INFO").put("requestId", GatewayRequest.REQUEST_ID)
                .put("lambdaRequestId", context.getAwsRequestId()).put("caller", "111122223333")
                .put("operation", "DescribeBackup").put("backupArn", FOREIGN).put("outcome", "error").put("status", 400)
                .put("errorType", "AccessDeniedException"), line);
    }

    @Test
    void theMetricFilterOfDeniedCallsNamesTheErrorAsTheLogDoes() throws IOException {
        Invocation.invoke(restApi, describe(FOREIGN).restApi(), context);
        String errorType = Invocation.json(context.log().getLast()).path("errorType").asText();
        String watch = Files.readString(Path.of("src/stacks/watch.yaml"));
        assertTrue(watch.contains("'{ $.errorType = \"" + errorType + "\" }'"), errorType);
    }

    @Test
    void anOperationThatIsNotOursIsLoggedWithItsNameIfItCanBeOne() {
        assertEquals("PutItem", loggedOperation("PutItem"));
        assertEquals("", loggedOperation("Put Item; drop everything"));
        assertEquals("", loggedOperation("x".repeat(65)));
    }

    private String loggedOperation(String operation) {
        Invocation.invoke(restApi, GatewayRequest.sdk("/", operation, "111122223333", "{}").restApi(), context);
        return Invocation.json(context.log().getLast()).path("operation").asText();
    }

    /** With a header of that name, a caller chooses API Gateway's id. */
    @ParameterizedTest
    @ValueSource(strings = {"two words", "a\r\nSet-Cookie: b", "\u00e9", ""})
    void aRequestIdThatNoHeaderCanHoldIsReplacedByLambdas(String requestId) throws JsonProcessingException {
        ObjectNode event = restApiEvent();
        ((ObjectNode) event.at("/requestContext")).put("requestId", requestId);
        assertEquals(context.getAwsRequestId(),
                Invocation.invoke(restApi, event.toString(), context).at("/headers/x-amzn-RequestId").asText());
        ((ObjectNode) event.at("/requestContext")).put("requestId", "x".repeat(129));
        assertEquals(context.getAwsRequestId(),
                Invocation.invoke(restApi, event.toString(), context).at("/headers/x-amzn-RequestId").asText());
    }

    @Test
    void theLogSaysWhatAListWasAbout() throws JsonProcessingException {
        Invocation.invoke(restApi, FOREIGN_LIST.restApi(), context);
        JsonNode line = JSON.readTree(context.log().getFirst());
        assertEquals("ListBackups", line.path("operation").asText());
        assertEquals("444455556666", line.path("account").asText());
        assertEquals("us-east-1", line.path("region").asText());
        assertEquals("Music", line.path("tableName").asText());
        assertEquals(403, line.path("status").asInt());
    }

    @Test
    void theLogNamesNoTableThatThereCannotBe() {
        Invocation.invoke(restApi, GatewayRequest.sdk("/444455556666/us-east-1", "ListBackups", "111122223333",
                "{\"TableName\":\"" + "x".repeat(256) + "\"}").restApi(), context);
        assertFalse(context.log().getFirst().contains("xxx"));
    }

    @Test
    void theLogNamesTheCallerOfARequestThatMakesNoSense() throws JsonProcessingException {
        Invocation.invoke(restApi, GatewayRequest.sdk("/", "DescribeBackup", "111122223333", "{").restApi(), context);
        assertEquals("111122223333", JSON.readTree(context.log().getFirst()).path("caller").asText());
    }

    @Test
    void theLogNamesNoBackupThatTheCallerDidNotNameWell() {
        Invocation.invoke(restApi, describe("x".repeat(2000)).restApi(),
                context);
        assertFalse(context.log().getFirst().contains("xxx"));
    }

    private static GatewayRequest describe(String backupArn) {
        return GatewayRequest.describeBackup("111122223333", backupArn);
    }

    private ObjectNode restApiEvent() throws JsonProcessingException {
        return (ObjectNode) JSON.readTree(request.restApi());
    }

    private ObjectNode httpApiEvent() throws JsonProcessingException {
        return (ObjectNode) JSON.readTree(request.httpApi());
    }

    private String body(RequestStreamHandler handler, ObjectNode event) {
        return Invocation.invoke(handler, event.toString(), context).path("body").asText();
    }

    private static void assertIsAnswer(JsonNode answer) {
        int status = answer.path("statusCode").asInt();
        assertTrue(status == 400 || status == 403 || status == 404, answer::toString);
        assertFalse(answer.at("/headers/x-amzn-RequestId").asText().isEmpty(), answer::toString);
        assertFalse(answer.at("/headers/x-amz-crc32").asText().isEmpty(), answer::toString);
    }

    private static Stream<String> damaged(String event) throws JsonProcessingException {
        List<String> events = new ArrayList<>();
        JsonNode root = JSON.readTree(event);
        for (String value : List.of("null", "true", "-1.5e400", "\"\"", "\"\\ud800\"", "[]", "[[null]]", "{}",
                "{\"\":{}}")) {
            damage(root, root, JSON.readTree(value), events);
        }
        damage(root, root, JSON.missingNode(), events);
        return events.stream().distinct();
    }

    /** Collects the root with each node below {@code parent} replaced in turn. */
    private static void damage(JsonNode root, JsonNode parent, JsonNode replacement, List<String> events) {
        if (parent instanceof ObjectNode object) {
            for (String name : object.properties().stream().map(Map.Entry::getKey).toList()) {
                JsonNode before = object.get(name);
                damage(root, before, replacement, events);
                if (replacement.isMissingNode()) {
                    object.remove(name);
                } else {
                    object.set(name, replacement);
                }
                events.add(root.toString());
                object.set(name, before);
            }
        } else if (parent instanceof ArrayNode array && !replacement.isMissingNode()) {
            for (int i = 0; i < array.size(); i++) {
                JsonNode before = array.get(i);
                array.set(i, replacement);
                events.add(root.toString());
                array.set(i, before);
            }
        }
    }
}
