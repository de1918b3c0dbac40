package org.backupmetadata.catalog;

import static org.backupmetadata.catalog.Observations.ARN;
import static org.backupmetadata.catalog.Observations.full;
import static org.backupmetadata.catalog.Observations.minute;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.backupmetadata.local.LocalDatabase;
import org.backupmetadata.local.SamTemplate;
import org.backupmetadata.model.Place;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BackupDescription;
import software.amazon.awssdk.services.dynamodb.model.BackupSummary;

/** One item of several is not as this version writes it: a person changed it, or a later version was rolled back. */
class OddItemTest {

    private static final Instant NOW = minute(9);
    private static final Map<String, AttributeValue> KEY = Map.of("BackupArn", AttributeValue.fromS(ARN.text()));
    private static final String NEIGHBOUR = "arn:aws:dynamodb:us-east-1:111122223333:table/Music/backup/01489173575361-b308cd7d";

    @SuppressWarnings("NullAway.Init")
    private static LocalDatabase database;

    @SuppressWarnings("NullAway.Init")
    private static String table;

    private final List<String> reported = new ArrayList<>();
    private final BackupCatalog catalog = new BackupCatalog(database.client(), table, Duration.ofMinutes(1),
            InstantSource.fixed(NOW), item -> reported.add(item.backupArn()));
    private final BackupRecorder recorder = new BackupRecorder(database.client(), table,
            Optional.of(Duration.ofDays(7)), InstantSource.fixed(NOW));

    @BeforeAll
    static void startTheDatabase() throws IOException {
        database = LocalDatabase.start();
        table = database.createTables(SamTemplate.read(Path.of("template.yaml"))).backupTable().tableName();
    }

    @AfterAll
    static void stopTheDatabase() {
        database.close();
    }

    @BeforeEach
    void recordTwoBackups() {
        database.client().deleteItem(request -> request.tableName(table).key(KEY));
        recorder.record(Observation.seen(full("AVAILABLE", 1), minute(1)));
        BackupDescription neighbour = full("AVAILABLE", 1);
        recorder.record(Observation.seen(
                neighbour.toBuilder().backupDetails(
                        neighbour.backupDetails().toBuilder().backupArn(NEIGHBOUR).build()).build(),
                minute(1)));
    }

    /** An attribute that is not as this version writes it. */
    record Odd(String what, String attribute, AttributeValue value) {
        @Override
        public String toString() {
            return attribute + ": " + what;
        }
    }

    /** What stands beside a description, and is odd. */
    static Stream<Odd> besideADescription() {
        return Stream.of(new Odd("fractional expiry", "ExpiresAt", AttributeValue.fromN("4133980800.5")),
                new Odd("expiry in words", "ExpiresAt", AttributeValue.fromS("never")),
                new Odd("deletion reason of a later version", "DeletionReason", AttributeValue.fromS("archived")),
                new Odd("deletion reason of another type", "DeletionReason", AttributeValue.fromBool(true)),
                new Odd("deletion time in words", "DeletedAt", AttributeValue.fromS("yesterday")),
                new Odd("revision of another type", "Revision", AttributeValue.fromN("7")),
                new Odd("revision without a time", "Revision", AttributeValue.fromS("1")),
                new Odd("revision with another time", "Revision", AttributeValue.fromS("1 yesterday x")),
                new Odd("revision without a number", "Revision",
                        AttributeValue.fromS("one 2026-01-01T00:00:00.000Z x")),
                new Odd("described of another type", "Described", AttributeValue.fromL(List.of())),
                new Odd("attribute of a later version", "Colour", AttributeValue.fromS("blue")));
    }

    @ParameterizedTest
    @MethodSource("besideADescription")
    void whatIsOddBesideADescriptionKeepsNobodyFromReadingIt(Odd odd) {
        set(odd.attribute(), odd.value());
        assertEquals(full("AVAILABLE", 1), catalog.find(ARN).orElseThrow().description());
        assertEquals(List.of(ARN.text(), NEIGHBOUR), listed());
        assertEquals(List.of(), reported);
    }

    @ParameterizedTest
    @MethodSource("besideADescription")
    void theNextObservationWritesAnItemAnewThatIsOddBesideItsDescription(Odd odd) {
        set(odd.attribute(), odd.value());
        assertIsMended();
    }

    /** A summary that is odd, or none. */
    static Stream<Odd> summaries() {
        return Stream.of(new Odd("absent", "BackupSummary", AttributeValue.fromNul(true)),
                new Odd("of another type", "BackupSummary", AttributeValue.fromS("a summary")),
                new Odd("with a member of another type", "BackupSummary",
                        AttributeValue.fromM(Map.of("BackupSizeBytes", AttributeValue.fromS("many")))),
                new Odd("with a fractional size", "BackupSummary",
                        AttributeValue.fromM(Map.of("BackupSizeBytes", AttributeValue.fromN("1.5")))),
                new Odd("with a time that cannot be", "BackupSummary",
                        AttributeValue.fromM(Map.of("BackupCreationDateTime", AttributeValue.fromN("1e99")))));
    }

    @ParameterizedTest
    @MethodSource("summaries")
    void aBackupWithoutASummaryIsLeftOutOfListsReportedOnceAndStillFound(Odd odd) {
        set(odd.attribute(), odd.value());
        assertEquals(List.of(NEIGHBOUR), listed());
        assertEquals(List.of(NEIGHBOUR), listed());
        assertEquals(List.of(ARN.text()), reported);
        assertTrue(catalog.find(ARN).isPresent());
    }

    @ParameterizedTest
    @MethodSource("summaries")
    void theNextObservationGivesABackupItsSummaryBack(Odd odd) {
        set(odd.attribute(), odd.value());
        assertIsMended();
        assertEquals(List.of(ARN.text(), NEIGHBOUR), listed());
    }

    @Test
    void aBackupThatAnIndexHasAmongAnotherAccountsIsLeftOutAndReported() {
        set("AccountPartition", AttributeValue.fromS("444455556666/us-east-1/USER"));
        assertEquals(List.of(), listed(Place.of("444455556666", "us-east-1")));
        assertEquals(List.of(ARN.text()), reported);
    }

    /** A description that is odd, or none. */
    static Stream<Odd> descriptions() {
        return Stream.of(new Odd("absent", "BackupDescription", AttributeValue.fromNul(true)),
                new Odd("of another type", "BackupDescription", AttributeValue.fromS("a description")),
                new Odd("with a member of another type", "BackupDescription",
                        AttributeValue.fromM(Map.of("BackupDetails", AttributeValue.fromS("details")))),
                new Odd("of another backup", "BackupDescription", AttributeValue.fromM(Map.of("BackupDetails",
                        AttributeValue.fromM(Map.of("BackupArn", AttributeValue.fromS(NEIGHBOUR)))))));
    }

    @ParameterizedTest
    @MethodSource("descriptions")
    void aDescriptionThatCannotBeReadIsNotGuessedAtAndIsWrittenAnewByTheNextObservation(Odd odd) {
        set(odd.attribute(), odd.value());
        assertThrows(UnreadableItemException.class, () -> catalog.find(ARN));
        assertEquals(List.of(ARN.text(), NEIGHBOUR), listed());
        assertIsMended();
    }

    private void assertIsMended() {
        Observation next = Observation.seen(full("AVAILABLE", 2), minute(2));
        assertTrue(recorder.record(next));
        Map<String, AttributeValue> mended = item();
        database.client().deleteItem(request -> request.tableName(table).key(KEY));
        recorder.record(next);
        assertEquals(item(), mended);
    }

    private static Map<String, AttributeValue> item() {
        return database.client().getItem(request -> request.tableName(table).key(KEY)).item();
    }

    private static void set(String attribute, AttributeValue value) {
        Map<String, AttributeValue> item = new HashMap<>(item());
        item.put(attribute, value);
        database.client().putItem(request -> request.tableName(table).item(item));
    }

    private List<String> listed() {
        return listed(Place.of("111122223333", "us-east-1"));
    }

    private List<String> listed(Place place) {
        return catalog.list(new BackupQuery(place, null, null, null, null, null, true, 100)).backups().stream()
                .map(BackupSummary::backupArn).toList();
    }
}
