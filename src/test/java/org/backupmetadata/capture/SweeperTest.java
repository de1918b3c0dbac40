package org.backupmetadata.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.backupmetadata.capture.LiveDynamoDb.Call;
import org.backupmetadata.catalog.BackupCatalog;
import org.backupmetadata.catalog.BackupRecorder;
import org.backupmetadata.catalog.Coverage;
import org.backupmetadata.catalog.Coverage.Counts;
import org.backupmetadata.catalog.CoverageTable;
import org.backupmetadata.catalog.KnownBackups;
import org.backupmetadata.catalog.UnreadableItemException;
import org.backupmetadata.local.LocalDatabase;
import org.backupmetadata.model.AccountId;
import org.backupmetadata.model.BackupArn;
import org.backupmetadata.model.Place;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.dynamodb.model.BackupDescription;
import software.amazon.awssdk.services.dynamodb.model.BackupStatus;
import software.amazon.awssdk.services.dynamodb.model.BackupType;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;

/** Who sweeps, when, and with how many calls. The tables are real ones; the account is {@link LiveDynamoDb}. */
class SweeperTest {

    private static final Place PLACE = new Place(AccountId.parse("111122223333"), "us-west-2");
    private static final Instant START = Instant.parse("2026-11-25T00:00:00Z");
    private static final Duration INTERVAL = Duration.ofHours(1);

    /** How long a tick makes calls: as the deployed function has it. */
    private static final Duration WORK = Duration.ofSeconds(270);
    private static final int TICKS_AT_ONCE = 16;

    @SuppressWarnings("NullAway.Init")
    private static LocalDatabase database;

    /** Tables for each test, named by its number. */
    private static int tests;

    private final TestClock clock = new TestClock(START);
    private final LiveDynamoDb live = new LiveDynamoDb(clock, 10);

    @SuppressWarnings("NullAway.Init")
    private CaptureTables tables;

    @SuppressWarnings("NullAway.Init")
    private CoverageTable coverage;

    @BeforeAll
    static void startTheDatabase() throws IOException {
        database = LocalDatabase.start();
    }

    @AfterAll
    static void stopTheDatabase() {
        database.close();
    }

    @BeforeEach
    void createTheTables() {
        tables = CaptureTables.create(database, tests++);
        coverage = new CoverageTable(database.client(), tables.coverage());
    }

    private Sweeper sweeper() {
        return new Sweeper(coverage,
                new KnownBackups(database.client(), tables.backups(), clock, SweeperTest::unreadable),
                new BackupRecorder(database.client(), tables.backups(), Optional.empty(), clock), place -> live, clock,
                INTERVAL);
    }

    private static void unreadable(UnreadableItemException item) {
        throw new AssertionError(item);
    }

    private Optional<Tick> tick() {
        return sweeper().tick(List.of(PLACE), clock.instant().plus(WORK));
    }

    private Coverage covered() {
        return coverage.ofAccount(PLACE.account()).getFirst();
    }

    /** So many backups, one an hour, the youngest an hour old. */
    private void createBackups(int count) {
        for (int i = 1; i <= count; i++) {
            Instant created = START.minus(Duration.ofHours(i));
            live.put(backup("111122223333", created, i));
        }
    }

    private static BackupDescription backup(String account, Instant created, int id) {
        String table = "arn:aws:dynamodb:us-west-2:" + account + ":table/Music";
        return BackupDescription.builder()
                .backupDetails(details -> details
                        .backupArn(table + String.format(Locale.ROOT, "/backup/%014d-%08x", created.toEpochMilli(), id))
                        .backupName("backup").backupStatus(BackupStatus.AVAILABLE).backupType(BackupType.USER)
                        .backupCreationDateTime(created))
                .sourceTableDetails(source -> source.tableName("Music").tableArn(table).tableId("a-table").keySchema(
                        KeySchemaElement.builder().attributeName("Artist").keyType(KeyType.HASH).build()))
                .build();
    }

    private static void deny(Call call) {
        throw DynamoDbException.builder().statusCode(400).message("not authorized: " + call.operation())
                .awsErrorDetails(AwsErrorDetails.builder().errorCode("AccessDeniedException").build()).build();
    }

    @Test
    void noSecondHasMoreCallsThanTheBudgetThoughSixteenTicksStartAtOnce()
            throws InterruptedException, ExecutionException {
        createBackups(60);
        try (ExecutorService threads = Executors.newFixedThreadPool(TICKS_AT_ONCE)) {
            List<Callable<Optional<Tick>>> ticks = Stream.<Callable<Optional<Tick>>>generate(() -> this::tick)
                    .limit(TICKS_AT_ONCE).toList();
            for (Future<Optional<Tick>> tick : threads.invokeAll(ticks)) {
                tick.get();
            }
        }
        assertEquals(60, live.calls().stream().filter(call -> call.operation().equals("DescribeBackup")).count());
        assertTrue(mostInASecond("ListBackups") <= 1);
        assertTrue(mostInASecond("DescribeBackup") <= 2);
    }

    private long mostInASecond(String operation) {
        List<Instant> times = live.calls().stream().filter(call -> call.operation().equals(operation)).map(Call::at)
                .toList();
        return times.stream().mapToLong(start -> times.stream()
                .filter(time -> !time.isBefore(start) && time.isBefore(start.plusSeconds(1))).count()).max()
                .orElseThrow();
    }

    @Test
    void aTickMakesNoCallWhileAnotherSweeperHasTheLease() {
        Instant until = START.plus(Duration.ofMinutes(5));
        assertTrue(coverage.takeLease(START, until));
        assertTrue(tick().isEmpty());
        assertEquals(List.of(), live.calls());
        clock.sleep(Duration.ofMinutes(5));
        assertTrue(tick().isPresent());
    }

    @Test
    void aLeaseThatWasReturnedOrLostIsNotReturnedAgain() {
        Instant until = START.plusSeconds(300);
        assertTrue(coverage.takeLease(START, until));
        Instant later = until.plusSeconds(300);
        assertTrue(coverage.takeLease(until, later));
        coverage.returnLease(until, until);
        assertFalse(coverage.takeLease(until, later.plusSeconds(1)));
        coverage.returnLease(later, until);
        assertTrue(coverage.takeLease(until, later));
    }

    @Test
    void aSweepThatFindsNothingNewRecordsNothing() {
        createBackups(30);
        tick();
        clock.sleep(INTERVAL);
        Tick second = tick().orElseThrow();
        assertEquals(30, second.sum(Counts::listed));
        assertEquals(0, second.sum(Counts::recorded));
        assertEquals(0, second.sum(Counts::described));
    }

    @Test
    void aPlaceWhoseProofIsYoungAndFromWhichNoEventCameIsNotVisited() {
        createBackups(3);
        tick();
        clock.sleep(Duration.ofMinutes(2));
        assertEquals(List.of(), tick().orElseThrow().visits());
    }

    @Test
    void aPlaceWithoutBackupsIsVisitedAfterTheIntervalIfItIsNamedAndElseDaily() {
        tick();
        clock.sleep(INTERVAL);
        assertEquals(List.of(), sweeper().tick(List.of(), clock.instant().plus(WORK)).orElseThrow().visits());
        assertEquals(1, tick().orElseThrow().visits().size());
        clock.sleep(Duration.ofDays(1));
        assertEquals(1, sweeper().tick(List.of(), clock.instant().plus(WORK)).orElseThrow().visits().size());
    }

    @Test
    void noCallIsMadeAtTheDeadlineAndTheNextTickContinues() {
        createBackups(30);
        Instant deadline = clock.instant().plusSeconds(5);
        sweeper().tick(List.of(PLACE), deadline);
        assertTrue(live.calls().stream().allMatch(call -> call.at().isBefore(deadline)), () -> live.calls().toString());
        assertTrue(covered().counts().undescribed() > 0);
        tick();
        assertEquals(0, covered().counts().undescribed());
    }

    @Test
    void anEventDuringAVisitIsNotLostAndMakesTheNextVisitDue() {
        createBackups(3);
        live.fail(call -> coverage.news(PLACE, call.at()));
        tick();
        live.fail(call -> {});
        assertEquals(live.calls().getLast().at(), covered().heard().newsAt());
        clock.sleep(Duration.ofMinutes(2));
        assertEquals(1, tick().orElseThrow().visits().size());
    }

    @Test
    void anEarlierEventThatComesLateDoesNotReplaceTheLatest() {
        coverage.news(PLACE, START);
        coverage.news(PLACE, START.minusSeconds(1));
        assertEquals(START, covered().heard().newsAt());
    }

    @Test
    void anAccountThatDeniesKeepsItsBackupsAndCoverageSaysSinceWhen() {
        createBackups(3);
        tick();
        Instant completeAt = covered().proof().completeAt();
        live.backups().clear();
        clock.sleep(INTERVAL);
        Instant since = clock.instant();
        live.fail(SweeperTest::deny);
        tick();
        clock.sleep(Duration.ofMinutes(2));
        tick();
        assertEquals(new Coverage.Problem("denied", since), covered().problem());
        assertEquals(completeAt, covered().proof().completeAt());
        assertEquals(3, living());
        live.fail(call -> {});
        tick();
        assertNull(covered().problem());
        assertEquals(0, living());
    }

    private long living() {
        return new KnownBackups(database.client(), tables.backups(), clock, SweeperTest::unreadable)
                .living(PLACE, Instant.EPOCH, clock.instant()).count();
    }

    @Test
    void anAnswerOfAnotherAccountIsNoProofAndIsNotRecorded() {
        BackupDescription foreign = backup("444455556666", START.minusSeconds(3600), 1);
        live.put(foreign);
        tick();
        assertEquals("foreign", Optional.ofNullable(covered().problem()).orElseThrow().kind());
        assertNull(covered().proof().completeAt());
        assertEquals(Optional.empty(),
                new BackupCatalog(database.client(), tables.backups(), Duration.ofSeconds(5), clock,
                        SweeperTest::unreadable)
                        .find(BackupArn.parse(foreign.backupDetails().backupArn())));
    }

    @Test
    void moreBackupsThanOneWindowMayHaveAreWalkedInSeveralAndAllCounted() {
        createBackups(500);
        for (int i = 0; i < 3; i++) {
            tick();
            clock.sleep(Duration.ofMinutes(2));
        }
        assertEquals(500, covered().counts().living());
        assertEquals(500, living());
        assertNull(covered().walk());
    }
}
