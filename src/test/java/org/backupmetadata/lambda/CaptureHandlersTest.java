package org.backupmetadata.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.backupmetadata.capture.EventFiles;
import org.backupmetadata.catalog.Coverage;
import org.backupmetadata.catalog.CoverageTable;
import org.backupmetadata.local.LocalDatabase;
import org.backupmetadata.local.SamTemplate;
import org.backupmetadata.local.StandIn;
import org.backupmetadata.model.MalformedJsonException;
import org.backupmetadata.model.Place;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The functions that fill the catalogue, called as Lambda calls them, with the template's tables and environments. */
class CaptureHandlersTest {

    private final TestContext context = new TestContext();

    @SuppressWarnings("NullAway.Init")
    private LocalDatabase database;

    @SuppressWarnings("NullAway.Init")
    private SamTemplate template;

    @BeforeEach
    void startTheDatabase() throws IOException {
        database = LocalDatabase.start();
        template = database.createTables(SamTemplate.read(Path.of("template.yaml")));
        database.useForDefaultClients();
    }

    @AfterEach
    void stopTheDatabase() {
        database.close();
    }

    private Map<String, String> environment(String function) {
        return template.function(function).environment();
    }

    private List<Coverage> coverage() {
        return new CoverageTable(database.client(), template.coverageTable().tableName()).all();
    }

    private JsonNode lastLine() throws IOException {
        return new ObjectMapper().readTree(context.log().getLast());
    }

    /** A batch of messages, whose ids are their positions, with what SQS adds to them. */
    private static String batch(List<String> bodies) {
        ObjectNode batch = new ObjectMapper().createObjectNode();
        for (String body : bodies) {
            ObjectNode message = batch.withArrayProperty("Records").addObject();
            message.put("messageId", String.valueOf(batch.get("Records").size() - 1)).put("receiptHandle", "AQEB")
                    .put("body", body).put("eventSource", "aws:sqs").put("awsRegion", "us-west-2");
            message.putObject("attributes").put("ApproximateReceiveCount", "1");
        }
        return batch.toString();
    }

    private String answer(RequestStreamHandler handler, String event) {
        return new String(Invocation.result(handler, event, context), StandardCharsets.UTF_8);
    }

    @Test
    void theRecorderAnswersABatchThatItCouldRecordWithNoFailures() throws IOException {
        String answer = answer(new RecordHandler(environment("RecordFunction")),
                batch(List.of(EventFiles.text("create-backup"), EventFiles.text("heartbeat"), "no event")));
        assertEquals("{\"batchItemFailures\":[]}", answer);
        assertEquals(1, coverage().size());
        assertEquals(3, lastLine().get("received").asInt());
        assertEquals(1, lastLine().get("unknown").asInt());
    }

    @Test
    void theRecorderNamesTheMessagesThatItCouldNotRecord() {
        LocalDatabase.useForDefaultClients(URI.create("http://127.0.0.1:1"));
        String answer = answer(new RecordHandler(environment("RecordFunction")),
                batch(List.of("no event", EventFiles.text("create-backup"))));
        assertEquals("{\"batchItemFailures\":[{\"itemIdentifier\":\"1\"}]}", answer);
    }

    @Test
    void theRecorderRefusesABatchThatIsNotJson() {
        RecordHandler handler = new RecordHandler(environment("RecordFunction"));
        assertThrows(MalformedJsonException.class, () -> answer(handler, "{\"Records\":["));
    }

    private void sweep(URI live) {
        Map<String, String> environment = new HashMap<>(environment("SweepFunction"));
        environment.put("LIVE_ENDPOINT_URL", live.toString());
        answer(new SweepHandler(environment), "{}");
    }

    @Test
    void theSweeperReadsTheAccountElsewhereThanItsTables() throws IOException {
        try (StandIn account = StandIn.start("999999999999")) {
            account.create(Place.of("999999999999", "us-east-1"), Instant.parse("2026-01-01T00:00:00Z"), 1);
            database.useForDefaultClients();
            sweep(account.endpoint());
        }
        assertEquals(1, lastLine().get("listed").asInt());
        assertEquals(1, lastLine().get("described").asInt());
        assertEquals(1, coverage().getFirst().counts().living());
    }

    /** The database is the account's DynamoDB here, too, and has no backup operations. */
    @Test
    void theSweeperStoresAndLogsThatItsOwnAccountDoesNotAnswer() throws IOException {
        sweep(database.endpoint());
        Coverage own = coverage().getFirst();
        assertEquals("us-east-1", own.place().region());
        assertEquals(own.place().account().digits(), context.getInvokedFunctionArn().split(":", -1)[4]);
        assertEquals(1, lastLine().get("visited").asInt());
        assertEquals(1, lastLine().get("problems").asInt());
        assertEquals(0, lastLine().get("listed").asInt());
    }

    @Test
    void theSweeperLogsAProblemOnceForAsLongAsItLasts() throws IOException {
        sweep(database.endpoint());
        sweep(database.endpoint());
        assertEquals(1, lastLine().get("problems").asInt());
        assertEquals(1, context.log().stream().filter(line -> line.contains("\"problem\"")).count());
    }
}
