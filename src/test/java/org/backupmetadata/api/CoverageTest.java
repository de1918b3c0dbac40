package org.backupmetadata.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import org.backupmetadata.catalog.Coverage;
import org.backupmetadata.catalog.Coverage.Counts;
import org.backupmetadata.catalog.Coverage.Heard;
import org.backupmetadata.catalog.Coverage.Problem;
import org.backupmetadata.catalog.Coverage.Proof;
import org.backupmetadata.catalog.Coverage.RecoveryPoints;
import org.backupmetadata.catalog.CoverageTable;
import org.backupmetadata.lambda.HttpApiHandler;
import org.backupmetadata.lambda.Invocation;
import org.backupmetadata.lambda.RestApiHandler;
import org.backupmetadata.lambda.TestContext;
import org.backupmetadata.lambda.TestTable;
import org.backupmetadata.local.GatewayRequest;
import org.backupmetadata.model.AccountId;
import org.backupmetadata.model.Place;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code GET /coverage}, through both handlers. */
class CoverageTest {

    private static final String OWNER = "111122223333";
    private static final String OTHER = "444455556666";
    private static final String READER = "999988887777";

    private static final String US = """
            {"AccountId":"111122223333","BackupCount":7,"CompleteAt":1.764205200001E9,"DeletionsAt":1.7642052E9,\
            "EventAt":1.764205480123E9,\
            "RecoveryPointCount":3,"RecoveryPointsAt":1.764205201E9,"Region":"us-east-1","UndescribedCount":2,"VisitedAt":1.7642055E9}""";
    private static final String EU = """
            {"AccountId":"111122223333","BackupCount":0,"HeartbeatAt":1.7642E9,"RecoveryPointCount":0,"Region":"eu-west-1",\
            "Silent":true,"UndescribedCount":0}""";
    private static final String DENIED = """
            {"AccountId":"444455556666","BackupCount":0,"Problem":"role-denied","ProblemSince":1.764203E9,\
            "RecoveryPointCount":0,"RecoveryPointsProblem":"denied","RecoveryPointsProblemSince":1.764203001E9,"Region":"eu-west-1","UndescribedCount":0}""";
    private static final String UNREADABLE = """
            {"AccountId":"444455556666","BackupCount":7,"Problem":"unreadable","ProblemSince":1.764203002E9,\
            "RecoveryPointCount":3,"RecoveryPointsProblem":"unreadable","RecoveryPointsProblemSince":1.764203003E9,"Region":"us-east-1","UndescribedCount":2}""";

    @SuppressWarnings("NullAway.Init")
    private static TestTable table;

    @SuppressWarnings("NullAway.Init")
    private static RequestStreamHandler restApi;

    @SuppressWarnings("NullAway.Init")
    private static RequestStreamHandler httpApi;

    @BeforeAll
    static void start() throws IOException {
        table = TestTable.start();
        CoverageTable coverage = table.coverage();
        Place us = Place.of(OWNER, "us-east-1");
        coverage.visited(new Coverage(us, Heard.NOTHING,
                new Proof(Instant.ofEpochSecond(1764205500), Instant.ofEpochMilli(1764205200001L),
                        Instant.ofEpochSecond(1764205200)),
                null, new Counts(7, 7, 5, 0, 2, 7, 0), null,
                new RecoveryPoints(Instant.ofEpochSecond(1764205201), 3, null)));
        coverage.event(us, Instant.ofEpochMilli(1764205480123L));
        coverage.heartbeat(Place.of(OWNER, "eu-west-1"), Instant.ofEpochSecond(1764200000));
        Instant since = Instant.ofEpochSecond(1764203000);
        coverage.visited(new Coverage(Place.of(OTHER, "eu-west-1"), Heard.NOTHING, Proof.NONE, null, Counts.NONE,
                problem("role-denied", since), new RecoveryPoints(null, 0, problem("denied", since.plusSeconds(1)))));
        coverage.visited(new Coverage(Place.of(OTHER, "us-east-1"), Heard.NOTHING, Proof.NONE, null,
                new Counts(7, 7, 5, 0, 2, 7, 4), problem("unreadable", since.plusSeconds(2)),
                new RecoveryPoints(null, 3, problem("unreadable", since.plusSeconds(3)))));
        coverage.takeLease(since, since.plusSeconds(60));
        Map<String, String> environment = table.environment(READER);
        restApi = new RestApiHandler(environment);
        httpApi = new HttpApiHandler(environment);
    }

    /** One that a later visit had, too. */
    private static Problem problem(String kind, Instant since) {
        return new Problem(kind, since, since.plusSeconds(600));
    }

    @AfterAll
    static void close() {
        table.close();
    }

    private static JsonNode get(String caller, Map<String, String> query) throws IOException {
        GatewayRequest request = GatewayRequest.get("/coverage", query, caller);
        JsonNode answer = Invocation.invoke(restApi, request.restApi(), new TestContext());
        JsonNode other = Invocation.invoke(httpApi, request.httpApi(), new TestContext());
        assertEquals(answer.path("statusCode"), other.path("statusCode"));
        assertEquals(answer.path("body"), other.path("body"));
        return answer;
    }

    private static void assertCoverage(String wanted, JsonNode answer) {
        assertEquals(200, answer.path("statusCode").asInt());
        assertEquals("{\"Coverage\":[" + wanted + "]}", answer.path("body").asText());
    }

    @Test
    void aCallerSeesItsOwnAccount() throws IOException {
        assertCoverage(EU + "," + US, get(OWNER, Map.of()));
        assertCoverage(EU + "," + US, get(OWNER, Map.of("account", OWNER)));
    }

    @Test
    void aReaderSeesEveryAccountOrTheOneThatItAsksFor() throws IOException {
        assertCoverage(EU + "," + US + "," + DENIED + "," + UNREADABLE, get(READER, Map.of()));
        assertCoverage(DENIED + "," + UNREADABLE, get(READER, Map.of("account", OTHER)));
    }

    @ParameterizedTest
    @CsvSource({"0,false", "176400,false", "176401,true"})
    void aPlaceIsSilentTwoDaysAndAnHourAfterItsLastHeartbeat(long seconds, boolean isSilent) {
        InstantSource clock = InstantSource.fixed(Instant.ofEpochSecond(1764200000 + seconds));
        AccountId owner = AccountId.parse(OWNER);
        String document = new DescribeCoverage(table.coverage(), new Readers(Set.of()), clock)
                .answer(new Caller(owner), null, new RequestLog()).document().asUtf8String();
        assertEquals(isSilent, document.contains("\"Region\":\"eu-west-1\",\"Silent\":true,"), document);
    }

    @Test
    void anAccountThatNobodyHeardOfHasNoCoverage() throws IOException {
        assertCoverage("", get("123456789012", Map.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {OTHER, "123456789012"})
    void aStrangerIsDeniedWhetherOrNotThereIsCoverage(String account) throws IOException {
        JsonNode answer = get(OWNER, Map.of("account", account));
        assertEquals(403, answer.path("statusCode").asInt());
        assertEquals("{\"__type\":\"com.amazon.coral.service#AccessDeniedException\",\"Message\":\"Access is denied\"}",
                answer.path("body").asText());
    }

    @ParameterizedTest
    @CsvSource({OWNER + ",'',200," + OWNER, OWNER + "," + OTHER + ",403," + OTHER,
            READER + "," + OTHER + ",200," + OTHER, READER + ",'',200,''"})
    void theLogSaysWhoseCoverageWasAskedFor(String caller, String account, int status, String logged) {
        TestContext context = new TestContext();
        Invocation.invoke(restApi, GatewayRequest.get("/coverage", Map.of("account", account), caller).restApi(),
                context);
        JsonNode line = Invocation.json(context.log().getFirst());
        assertEquals("DescribeCoverage", line.path("operation").asText());
        assertEquals(caller, line.path("caller").asText());
        assertEquals(logged, line.path("account").asText());
        assertEquals(status, line.path("status").asInt());
    }

    @Test
    void nobodyIsAskedForASignature() throws IOException {
        JsonNode answer = get("none", Map.of());
        assertEquals(403, answer.path("statusCode").asInt());
    }

    @ParameterizedTest
    @ValueSource(strings = {"account", "region"})
    void aParameterThatIsWrongIsNamed(String name) throws IOException {
        JsonNode answer = get(OWNER, Map.of(name, "us"));
        assertEquals(400, answer.path("statusCode").asInt());
        assertEquals("Invalid Request: " + name
                + (name.equals("account") ? " is not valid" : " is not a parameter of this resource"),
                Invocation.json(answer.path("body").asText()).path("message").asText());
    }

    @Test
    void aDocumentThatIsCurrentIsNotSentAgain() throws IOException {
        String etag = get(OWNER, Map.of()).path("headers").path("ETag").asText();
        JsonNode answer = Invocation.invoke(restApi,
                GatewayRequest.get("/coverage", Map.of(), OWNER).with(Map.of("If-None-Match", etag)).restApi(),
                new TestContext());
        assertEquals(304, answer.path("statusCode").asInt());
        assertEquals("", answer.path("body").asText());
    }

    @Test
    void withoutATableOfItThereIsNoSuchResource() throws IOException {
        RequestStreamHandler handler = new RestApiHandler(
                Map.of("TABLE_NAME", table.name(), "READER_ACCOUNTS", READER));
        JsonNode answer = Invocation.invoke(handler, GatewayRequest.get("/coverage", Map.of(), OWNER).restApi(),
                new TestContext());
        assertEquals(404, answer.path("statusCode").asInt());
    }
}
