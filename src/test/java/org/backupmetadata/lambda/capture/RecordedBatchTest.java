package org.backupmetadata.lambda.capture;

import static org.backupmetadata.capture.EventFiles.changed;
import static org.backupmetadata.capture.EventFiles.detail;
import static org.backupmetadata.capture.EventFiles.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.backupmetadata.capture.CaptureTables;
import org.backupmetadata.capture.EventRecorder;
import org.backupmetadata.catalog.BackupRecorder;
import org.backupmetadata.catalog.CoverageTable;
import org.backupmetadata.local.LocalContext;
import org.backupmetadata.local.LocalDatabase;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context.BeforeExecution;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What becomes of a batch of events, whatever is in it and whatever the tables do. */
class RecordedBatchTest {

    private static final Instant NOW = Instant.parse("2026-11-25T00:00:00Z");
    private static final String POISON = "{\"source\":\"aws.dynamodb\"";

    @SuppressWarnings("NullAway.Init")
    private static LocalDatabase database;

    /** Tables for each try, named by its number. */
    private static int tries;

    @BeforeContainer
    static void startTheDatabase() throws IOException {
        database = LocalDatabase.start();
    }

    @AfterContainer
    static void stopTheDatabase() {
        database.close();
    }

    /** What a message is about. Backups are told apart by a number, and only they can be out of reach. */
    record Message(Kind kind, int backup) {

        enum Kind {
            CREATED, DELETED, TABLE_DELETED, HEARTBEAT, POISON, FOREIGN
        }

        String arn() {
            return String.format(Locale.ROOT,
                    "arn:aws:dynamodb:us-west-2:111122223333:table/Music/backup/0148960279714%d-73d8d5bc", backup);
        }

        boolean isOf(Set<Integer> backups) {
            return (kind == Kind.CREATED || kind == Kind.DELETED) && backups.contains(backup);
        }

        String body() {
            return switch (kind) {
                case CREATED -> changed("create-backup", event -> ((ObjectNode) detail(event)
                        .at("/responseElements/backupDetails")).put("backupArn", arn()));
                case DELETED -> changed("delete-backup", event -> ((ObjectNode) detail(event)
                        .at("/responseElements/backupDescription/backupDetails")).put("backupArn", arn()));
                case TABLE_DELETED -> text("delete-table");
                case HEARTBEAT -> text("heartbeat");
                case POISON -> POISON;
                case FOREIGN -> changed("create-backup", event -> event.put("account", "444455556666"));
            };
        }
    }

    @Provide
    Arbitrary<List<Message>> batches() {
        return Combinators.combine(Arbitraries.of(Message.Kind.class), Arbitraries.integers().between(0, 3))
                .as(Message::new).list().ofMinSize(1).ofMaxSize(10);
    }

    @Provide
    Arbitrary<Set<Integer>> backups() {
        return Arbitraries.integers().between(0, 3).set().ofMaxSize(3);
    }

    @Property(tries = 30)
    void exactlyTheEventsThatCouldNotBeWrittenComeAgainAndThenAllEndsTheSame(@ForAll("batches") List<Message> messages,
            @ForAll("backups") Set<Integer> outOfReach, @ForAll Random random) {
        CaptureTables expected = tables();
        assertEquals(Set.of(), failures(messages, recorder(expected, database.client())));

        CaptureTables tables = tables();
        List<Message> delivered = new ArrayList<>(messages);
        delivered.addAll(messages);
        Collections.shuffle(delivered, random);
        Set<Integer> failed = new TreeSet<>();
        try (DynamoDbClient flaky = database.client(new OutOfReach(outOfReach))) {
            failed.addAll(failures(delivered, recorder(tables, flaky)));
        }
        assertEquals(positions(delivered, outOfReach), failed);

        List<Message> again = failed.stream().map(delivered::get).toList();
        assertEquals(Set.of(), failures(again, recorder(tables, database.client())));
        assertEquals(items(expected.backups()), items(tables.backups()));
        assertEquals(items(expected.coverage()), items(tables.coverage()));
    }

    private static Set<Integer> positions(List<Message> messages, Set<Integer> backups) {
        return Stream.iterate(0, i -> i < messages.size(), i -> i + 1).filter(i -> messages.get(i).isOf(backups))
                .collect(Collectors.toSet());
    }

    private static CaptureTables tables() {
        return CaptureTables.create(database, tries++);
    }

    private static EventRecorder recorder(CaptureTables tables, DynamoDbClient client) {
        return new EventRecorder(new BackupRecorder(client, tables.backups(), Optional.empty(), InstantSource.system()),
                new CoverageTable(client, tables.coverage()), InstantSource.fixed(NOW));
    }

    private static Set<Integer> failures(List<Message> messages, EventRecorder recorder) {
        return RecordedBatch.record(batch(messages.stream().map(Message::body).toList()), recorder, context()).stream()
                .map(BatchItemFailure::getItemIdentifier).map(Integer::valueOf).collect(Collectors.toSet());
    }

    /** The messages' ids are their positions. */
    private static SQSEvent batch(List<String> bodies) {
        List<SQSMessage> messages = new ArrayList<>();
        for (String body : bodies) {
            SQSMessage message = new SQSMessage();
            message.setMessageId(String.valueOf(messages.size()));
            message.setBody(body);
            messages.add(message);
        }
        SQSEvent batch = new SQSEvent();
        batch.setRecords(messages);
        return batch;
    }

    private static LocalContext context() {
        return new LocalContext("RecordFunction", line -> {});
    }

    private static Map<String, Map<String, AttributeValue>> items(String table) {
        Map<String, Map<String, AttributeValue>> items = new HashMap<>();
        database.client().scanPaginator(request -> request.tableName(table)).items()
                .forEach(item -> items.put(Stream.of("BackupArn", "Account").map(item::get).filter(Objects::nonNull)
                        .findFirst().orElseThrow().s(), item));
        return items;
    }

    /** A network that does not carry what is asked about some backups. */
    private record OutOfReach(Set<Integer> backups) implements ExecutionInterceptor {

        @Override
        public void beforeExecution(BeforeExecution execution, ExecutionAttributes attributes) {
            String request = execution.request().toString();
            if (backups.stream().anyMatch(backup -> request.contains("/backup/0148960279714" + backup))) {
                throw SdkClientException.create("the table does not answer");
            }
        }
    }

    @Example
    void theLogCountsEventsAndNeverHasTheirBodies() throws IOException {
        List<String> log = new ArrayList<>();
        EventRecorder recorder = recorder(tables(), database.client());
        RecordedBatch.record(batch(List.of(text("create-backup"), text("heartbeat"), text("recovery-point"), POISON,
                changed("delete-backup", event -> event.put("region", "eu-west-1")))), recorder,
                new LocalContext("RecordFunction", log::add));
        JsonNode line = new ObjectMapper().readTree(log.getLast());
        for (String one : List.of("recorded", "heartbeat", "changed", "unknown", "foreign")) {
            assertEquals(1, line.get(one).asInt(), one);
        }
        assertEquals(5, line.get("received").asInt());
        assertEquals(0, line.get("failed").asInt());
        assertEquals(3, log.size());
        assertFalse(String.join("", log).contains("aws.dynamodb"));
        assertFalse(String.join("", log).contains("arn:"));
    }

    @Example
    void whatThereIsNoTimeForComesAgainUnread() {
        EventRecorder recorder = recorder(tables(), database.client());
        List<BatchItemFailure> failures = RecordedBatch.record(batch(List.of(POISON, text("heartbeat"))), recorder,
                new LocalContext("RecordFunction", line -> {}) {
                    @Override
                    public int getRemainingTimeInMillis() {
                        return 1000;
                    }
                });
        assertEquals(List.of("0", "1"), failures.stream().map(BatchItemFailure::getItemIdentifier).toList());
    }

    @Example
    void aMessageWithoutABodyIsConsumed() {
        SQSEvent batch = new SQSEvent();
        batch.setRecords(List.of(new SQSMessage()));
        assertTrue(RecordedBatch.record(batch, recorder(tables(), database.client()), context()).isEmpty());
    }
}
