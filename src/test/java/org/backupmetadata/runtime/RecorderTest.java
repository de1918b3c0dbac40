package org.backupmetadata.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.backupmetadata.capture.EventFiles;
import org.backupmetadata.capture.EventRecorder;
import org.backupmetadata.capture.RejectedEventException;
import org.backupmetadata.lambda.capture.CaptureSettings;
import org.backupmetadata.runtime.TableProxy.Fault;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The recorder under Lambda's runtime client: batches go in and partial failures come out as Lambda's own bytes. */
class RecorderTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NO_FAILURES = "{\"batchItemFailures\":[]}";
    private static final int BATCH_SIZE = 10;
    private static final String EXPECTED = "Expected";

    private static final TestRegion REGION = new TestRegion();
    private static final ExecutionEnvironment LAMBDA = REGION.recorder().start();

    @BeforeAll
    static void createTheTablesToCompareWith() {
        REGION.createTable(EXPECTED + "Backups");
        REGION.createCoverageTable(EXPECTED + "Coverage");
    }

    @AfterEach
    void heal() {
        REGION.proxy().heal();
    }

    @AfterAll
    static void close() {
        LAMBDA.close();
        REGION.close();
    }

    /** An event in the queue. Its account is not that of another test's. */
    private record Message(String id, String body) {}

    /** What a test sends, all of it for an account of its own. */
    private record Events(String account) {

        static Events of(long number) {
            return new Events(String.valueOf(700_000_000_000L + number));
        }

        String arn(int backup) {
            return "arn:aws:dynamodb:us-west-2:" + account + ":table/Music/backup/0148960279714" + backup + "-73d8d5bc";
        }

        /** An event of that kind; one about a backup is about that backup. */
        String event(String kind, int backup) {
            return EventFiles.text(kind).replace("01489602797149-73d8d5bc", "0148960279714" + backup + "-73d8d5bc")
                    .replace("111122223333", account);
        }

        /** Events of every kind, about four backups. */
        List<String> all() {
            return Stream
                    .concat(IntStream.range(0, 4).boxed()
                            .flatMap(backup -> Stream.of("create-backup", "delete-backup")
                                    .map(kind -> event(kind, backup)))
                            // One of them is only created.
                            .filter(event -> !event.contains("\"DeleteBackup\"") || !event.contains(arn(3))),
                            EventFiles.NAMES.stream().filter(kind -> !kind.endsWith("e-backup"))
                                    .map(kind -> event(kind, 0)))
                    .toList();
        }

        /** What no redelivery makes any better. */
        List<String> poison() {
            String created = event("create-backup", 0);
            return List.of("", "null", "[]", "no event", "\u0000", "\ud83d\ude00 \u2028 \"\\",
                    "{\"source\":\"aws.dynamodb\"",
                    created.substring(0, created.length() / 2), created.replace("aws.dynamodb", "com.example"),
                    created.replace("\"region\":\"us-west-2\"", "\"region\":\"eu-west-1\""),
                    created.replace("CreateBackup", "UpdateTable"), "[".repeat(100_000), "x".repeat(200_000),
                    event("delete-backup", 1).replace("2017-04-15T18:33:17Z", "9999-04-15T18:33:17Z"),
                    event("heartbeat", 0).replace(account, "000000000000x"));
        }
    }

    private static List<Message> messages(List<String> bodies) {
        return bodies.stream().map(body -> new Message(UUID.randomUUID().toString(), body)).toList();
    }

    private static List<List<Message>> batches(List<Message> messages) {
        return IntStream.range(0, (messages.size() + BATCH_SIZE - 1) / BATCH_SIZE).mapToObj(
                i -> messages.subList(i * BATCH_SIZE, Math.min((i + 1) * BATCH_SIZE, messages.size()))).toList();
    }

    /** A batch as Lambda sends it: each message like that of {@code events/record-events.json}. */
    private static byte[] batch(List<Message> messages) {
        try {
            JsonNode sample = JSON.readTree(Path.of("events/record-events.json").toFile());
            ObjectNode batch = JSON.createObjectNode();
            for (Message message : messages) {
                ObjectNode record = sample.at("/Records/0").deepCopy();
                record.put("messageId", message.id()).put("body", message.body());
                record.withObject("messageAttributes").putObject("trace").put("stringValue", "a")
                        .put("dataType", "String").putArray("binaryListValues");
                batch.withArrayProperty("Records").add(record);
            }
            return JSON.writeValueAsBytes(batch);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(byte[] answer) {
        return new String(answer, StandardCharsets.UTF_8);
    }

    /** The messages that an answer says failed. */
    private static Set<String> failures(byte[] answer) {
        try {
            Set<String> failed = new HashSet<>();
            JSON.readTree(answer).path("batchItemFailures")
                    .forEach(failure -> failed.add(failure.path("itemIdentifier").asText()));
            return failed;
        } catch (IOException e) {
            throw new UncheckedIOException(text(answer), e);
        }
    }

    private static Set<String> ids(Collection<Message> messages) {
        return messages.stream().map(Message::id).collect(Collectors.toSet());
    }

    /**
     * Records each event once, in order, in tables to compare with, and says what the coverage and the backups then
     * are.
     */
    private static Map<String, Object> expected(Events events) {
        Map<String, String> environment = new HashMap<>(REGION.recordersEnvironment());
        environment.replace("TABLE_NAME", EXPECTED + "Backups");
        environment.replace("COVERAGE_TABLE_NAME", EXPECTED + "Coverage");
        CaptureSettings settings = CaptureSettings.of(environment);
        EventRecorder recorder = new EventRecorder(settings.recorder(REGION.client()),
                settings.coverage(REGION.client()), InstantSource.system());
        events.all().forEach(recorder::record);
        for (String poison : events.poison()) {
            assertThrows(RejectedEventException.class, () -> recorder.record(poison), poison);
        }
        return stored(settings, events);
    }

    private static Map<String, Object> stored(Events events) {
        return stored(CaptureSettings.of(REGION.recordersEnvironment()), events);
    }

    /** The items of an account, but for the times at which its events came. */
    private static Map<String, Object> stored(CaptureSettings settings, Events events) {
        DynamoDbClient client = REGION.client();
        Map<String, Object> stored = new HashMap<>();
        client.scanPaginator(scan -> scan.tableName(settings.tableName())).items().stream()
                .filter(item -> arn(item).contains(events.account())).forEach(item -> stored.put(arn(item), item));
        client.scanPaginator(scan -> scan.tableName(settings.coverageTableName())).items().stream()
                .filter(item -> text("Account", item).equals(events.account()))
                .forEach(item -> stored.put(text("Region", item), item.keySet()));
        return stored;
    }

    private static String arn(Map<String, AttributeValue> item) {
        return text("BackupArn", item);
    }

    private static String text(String attribute, Map<String, AttributeValue> item) {
        return Objects.requireNonNull(item.get(attribute)).s();
    }

    @ParameterizedTest
    @CsvSource({"1, CUT_OFF", "2, CUT_OFF", "3, EMPTY", "4, THROTTLED"})
    void exactlyTheEventsThatTheTableDidNotTakeComeAgainAndThenAllEndsTheSame(long seed, Fault fault) {
        Random random = new Random(seed);
        Events events = Events.of(seed);
        List<String> outOfReach = List.of(events.arn(0), events.arn(3));
        List<Message> sent = new ArrayList<>();
        for (List<String> bodies : List.of(events.all(), events.all(), events.poison(), events.poison())) {
            sent.addAll(messages(bodies));
        }
        Collections.shuffle(sent, random);

        REGION.proxy().fail(fault, request -> outOfReach.stream().anyMatch(request::contains));
        Map<String, Message> failed = new LinkedHashMap<>();
        for (List<Message> batch : batches(sent)) {
            List<Message> wanted = batch.stream().filter(message -> isAbout(outOfReach, message, events)).toList();
            assertEquals(ids(wanted), failures(LAMBDA.invoke(batch(batch))));
            wanted.forEach(message -> failed.put(message.id(), message));
        }
        assertEquals(6, failed.size());

        REGION.proxy().heal();
        List<Message> again = new ArrayList<>(failed.values());
        Collections.shuffle(again, random);
        assertEquals(NO_FAILURES, text(LAMBDA.invoke(batch(again))));
        assertEquals(expected(events), stored(events));
    }

    /** Whether it writes one of those backups. A restore names its backup, too. */
    private static boolean isAbout(List<String> arns, Message message, Events events) {
        return arns.stream().anyMatch(message.body()::contains) && events.all().contains(message.body())
                && !message.body().contains("RestoreTableFromBackup");
    }

    @Test
    void functionsThatGetTheSameEventsAtTheSameTimeEndTheSame() {
        Events events = Events.of(5);
        List<Message> sent = new ArrayList<>(messages(events.all()));
        try (ExecutionEnvironment another = REGION.recorder().start()) {
            List<CompletableFuture<byte[]>> answers = new ArrayList<>();
            for (ExecutionEnvironment each : List.of(LAMBDA, another)) {
                each.awaitReady();
                Collections.shuffle(sent, new Random(answers.size()));
                batches(sent).forEach(batch -> answers.add(each.send(batch(batch))));
            }
            answers.forEach(answer -> assertEquals(NO_FAILURES, text(answer.join())));
        }
        assertEquals(expected(events), stored(events));
    }

    @Test
    void aWriteWhoseAnswerWasLostIsNotWrittenTwiceNorForgotten() {
        Events events = Events.of(6);
        REGION.proxy().fail(Fault.CUT_OFF, request -> request.contains("ConditionExpression"));
        List<Message> sent = messages(events.all());
        Set<String> failed = new HashSet<>();
        batches(sent).forEach(batch -> failed.addAll(failures(LAMBDA.invoke(batch(batch)))));
        REGION.proxy().heal();
        List<Message> again = sent.stream().filter(message -> failed.contains(message.id())).toList();
        batches(again).forEach(batch -> assertEquals(NO_FAILURES, text(LAMBDA.invoke(batch(batch)))));
        assertEquals(expected(events), stored(events));
    }

    @Test
    void aTableThatIsDownBringsBackEveryEventAndTheFunctionGoesOn() {
        Events events = Events.of(7);
        List<Message> good = messages(List.of(events.event("create-backup", 0), events.event("heartbeat", 0)));
        List<Message> sent = new ArrayList<>(good);
        sent.addAll(messages(List.of("no event", "{}")));
        REGION.proxy().fail(Fault.REFUSING);
        assertEquals(ids(good), failures(LAMBDA.invoke(batch(sent))));
        REGION.proxy().heal();
        assertEquals(NO_FAILURES, text(LAMBDA.invoke(batch(sent))));
        assertEquals(Set.of(events.arn(0), "us-west-2"), stored(events).keySet());
    }

    @Test
    void aBatchThatIsNoJsonIsAnErrorOfThatCallAndTheFunctionGoesOn() {
        Events events = Events.of(8);
        byte[] good = batch(messages(List.of(events.event("heartbeat", 0))));
        byte[] cut = text(good).substring(0, good.length / 2).getBytes(StandardCharsets.UTF_8);
        FunctionFailure failure = assertThrows(FunctionFailure.class, () -> LAMBDA.invoke(cut));
        assertTrue(failure.toString().contains("MalformedJsonException"), failure.toString());
        assertFalse(failure.toString().contains(events.account()), failure.toString());
        assertEquals(NO_FAILURES, text(LAMBDA.invoke(good)));
    }

    @Test
    void anEmptyBatchHasNoFailures() {
        assertEquals(NO_FAILURES, text(LAMBDA.invoke("{\"Records\":[]}".getBytes(StandardCharsets.UTF_8))));
        assertEquals(NO_FAILURES, text(LAMBDA.invoke("{}".getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void whatLambdaLeavesNoTimeForComesAgain() {
        Events events = Events.of(9);
        List<Message> sent = messages(List.of(events.event("create-backup", 0), "no event"));
        try (ExecutionEnvironment hurried = REGION.recorder().timeout(Duration.ofSeconds(14)).start()) {
            assertEquals(ids(sent), failures(hurried.invoke(batch(sent))));
        }
        assertEquals(Map.of(), stored(events));
    }

    @Test
    void everyLineOfTheLogIsAnObjectAndNoneHasAnEvent() throws JsonProcessingException {
        Events events = Events.of(10);
        try (ExecutionEnvironment lambda = REGION.recorder().variable("AWS_LAMBDA_LOG_FORMAT", "JSON").start()) {
            lambda.invoke(batch(messages(events.all())));
            lambda.invoke(batch(messages(events.poison())));
            assertEquals(2, lambda.log().lines().filter(line -> line.contains("\"received\":")).count(), lambda.log());
            for (String line : lambda.log().lines().toList()) {
                assertTrue(JSON.readTree(line).isObject(), line);
            }
            assertFalse(lambda.log().contains(events.account()) || lambda.log().contains("xxx"), lambda.log());
        }
    }

    @Test
    void aRecorderThatWasRestoredFromASnapshotRecords() {
        Events events = Events.of(11);
        try (ExecutionEnvironment lambda = REGION.recorder().snapStart().flag("-XX:TieredStopAtLevel=1").start()) {
            lambda.awaitCheckpoint();
            REGION.proxy().resetConnections();
            lambda.restore();
            assertEquals(NO_FAILURES, text(lambda.invoke(batch(messages(events.all())))));
        }
        assertEquals(expected(events), stored(events));
    }
}
