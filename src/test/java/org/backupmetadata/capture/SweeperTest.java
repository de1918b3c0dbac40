package org.backupmetadata.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
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
import org.backupmetadata.catalog.Observation;
import org.backupmetadata.catalog.UnreadableItemException;
import org.backupmetadata.local.LocalDatabase;
import org.backupmetadata.model.AccountId;
import org.backupmetadata.model.BackupArn;
import org.backupmetadata.model.Place;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BackupDescription;
import software.amazon.awssdk.services.dynamodb.model.BackupDetails;
import software.amazon.awssdk.services.dynamodb.model.BackupStatus;
import software.amazon.awssdk.services.dynamodb.model.BackupSummary;
import software.amazon.awssdk.services.dynamodb.model.BackupType;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.SourceTableDetails;

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
        return sweeper(place -> live);
    }

    private Sweeper sweeper(LiveAccess access) {
        return sweeper(access, Visit.WINDOW);
    }

    private Sweeper sweeper(LiveAccess access, int window) {
        return new Sweeper(coverage,
                new KnownBackups(database.client(), tables.backups(), clock, SweeperTest::unreadable),
                new BackupRecorder(database.client(), tables.backups(), Optional.empty(), clock), access, clock,
                INTERVAL, window);
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
        createBackups(live, PLACE, count);
    }

    private static void createBackups(LiveDynamoDb live, Place place, int count) {
        for (int i = 1; i <= count; i++) {
            Instant created = START.minus(Duration.ofHours(i));
            live.put(backup(place, created, i));
        }
    }

    private static BackupDescription backup(Place place, Instant created, int id) {
        String table = "arn:aws:dynamodb:" + place.region() + ":" + place.account() + ":table/Music";
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
        throw LiveDynamoDb.error("DynamoDb", "AccessDeniedException");
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
        assertTrue(live.mostInASecond("ListBackups") <= 1);
        assertTrue(live.mostInASecond("DescribeBackup") <= 2);
    }

    /** So many accounts with some Regions each, which have announced themselves. */
    private Map<Place, LiveDynamoDb> members(int accounts) {
        Map<Place, LiveDynamoDb> members = new LinkedHashMap<>();
        for (int i = 1; i <= accounts; i++) {
            for (String region : List.of("us-west-2", "eu-west-1", "ap-southeast-2")) {
                Place place = Place.of(String.format(Locale.ROOT, "%012d", i), region);
                members.put(place, new LiveDynamoDb(clock, 10));
                coverage.heartbeat(place, clock.instant());
            }
        }
        return members;
    }

    private static LiveDynamoDb at(Map<Place, LiveDynamoDb> members, Place place) {
        return Objects.requireNonNull(members.get(place), place::toString);
    }

    private Coverage covered(Place place) {
        return coverage.ofAccount(place.account()).stream().filter(each -> each.place().equals(place)).findFirst()
                .orElseThrow();
    }

    @Test
    void everyPlaceThatAnnouncedItselfIsVisitedWithinABudgetOfItsOwn() {
        Map<Place, LiveDynamoDb> members = members(50);
        members.forEach((place, each) -> createBackups(each, place, 5));
        assertEquals(150, sweeper(place -> at(members, place)).tick(List.of(), clock.instant().plus(WORK)).orElseThrow()
                .visits().size());
        members.forEach((place, each) -> {
            assertEquals(5, covered(place).counts().living());
            assertEquals(5, covered(place).counts().described());
            assertTrue(each.mostInASecond("ListBackups") <= 1);
            assertTrue(each.mostInASecond("DescribeBackup") <= 2);
        });
    }

    @Test
    void aDeniedRoleARegionThatIsOffAndAThrottledAccountCostOnlyThemselves() {
        Map<Place, LiveDynamoDb> members = members(2);
        members.forEach((place, each) -> createBackups(each, place, 2));
        Map<Place, RuntimeException> faults = Map.of(
                Place.of("000000000001", "us-west-2"), LiveDynamoDb.error("Sts", "AccessDenied"),
                Place.of("000000000001", "eu-west-1"), LiveDynamoDb.error("DynamoDb", "UnrecognizedClientException"),
                Place.of("000000000002", "us-west-2"), LiveDynamoDb.error("DynamoDb", "ThrottlingException"),
                Place.of("000000000002", "eu-west-1"), SdkClientException.create("no connection"));
        faults.forEach((place, fault) -> at(members, place).fail(call -> {
            throw fault;
        }));
        Instant since = clock.instant();
        Tick tick = sweeper(place -> at(members, place)).tick(List.of(), clock.instant().plus(WORK)).orElseThrow();
        assertEquals(4, tick.problems());
        Map<String, String> problems = new TreeMap<>();
        for (Place place : members.keySet()) {
            Coverage.Problem problem = covered(place).problem();
            problems.put(place.toString(), problem == null ? "none" : problem.kind());
            assertTrue(problem == null || !problem.since().isBefore(since));
            assertEquals(problem == null ? 2 : 0, covered(place).counts().living());
        }
        assertEquals(Map.of("000000000001/us-west-2", "role-denied", "000000000001/eu-west-1", "unrecognized",
                "000000000001/ap-southeast-2", "none", "000000000002/us-west-2", "throttled",
                "000000000002/eu-west-1", "unreachable", "000000000002/ap-southeast-2", "none"), problems);
    }

    @Test
    void aMemberThatHasLeftKeepsItsBackupsIsSilentAndCostsACallAnHour() {
        Map<Place, LiveDynamoDb> members = members(2);
        members.forEach((place, each) -> createBackups(each, place, 2));
        Sweeper sweeper = sweeper(place -> at(members, place));
        sweeper.tick(List.of(), clock.instant().plus(WORK));
        Place left = Place.of("000000000001", "us-west-2");
        at(members, left).backups().clear();
        at(members, left).fail(call -> {
            throw LiveDynamoDb.error("Sts", "AccessDenied");
        });
        clock.sleep(Duration.ofDays(3));
        members.keySet().stream().filter(place -> !place.equals(left))
                .forEach(place -> coverage.heartbeat(place, clock.instant()));
        assertEquals(1, sweeper.tick(List.of(), clock.instant().plus(WORK)).orElseThrow().silent().size());
        int before = at(members, left).calls().size();
        for (int i = 0; i < 6 * 12; i++) {
            clock.sleep(Duration.ofMinutes(10));
            sweeper.tick(List.of(), clock.instant().plus(WORK));
        }
        int calls = at(members, left).calls().size() - before;
        assertTrue(calls >= 12 && calls <= 20, () -> calls + " calls in 12 hours");
        assertEquals(2, new KnownBackups(database.client(), tables.backups(), clock, SweeperTest::unreadable)
                .living(left, Instant.EPOCH, clock.instant()).count());
        assertEquals("role-denied", Optional.ofNullable(covered(left).problem()).orElseThrow().kind());
    }

    @Test
    void aPlaceOutOfReachIsNotVisited() {
        Map<Place, LiveDynamoDb> members = members(1);
        Tick tick = sweeper(new LiveAccess() {
            @Override
            public DynamoDbClient dynamoDb(Place place) {
                return live;
            }

            @Override
            public boolean reaches(Place place) {
                return !members.containsKey(place);
            }
        }).tick(List.of(PLACE), clock.instant().plus(WORK)).orElseThrow();
        assertEquals(List.of(PLACE), tick.places().stream().map(Coverage::place).toList());
        assertEquals(1, tick.visits().size());
    }

    @Test
    void aRegionOfWhichOnlyACopysEventToldIsNotVisited() {
        coverage.news(Place.of("111122223333", "eu-west-1"), clock.instant());
        Tick tick = tick().orElseThrow();
        assertEquals(List.of(PLACE), tick.places().stream().map(Coverage::place).toList());
        assertEquals(1, tick.visits().size());
    }

    @Test
    void aPlaceThatNeedsNoHeartbeatCountsSinceItsFirstTick() {
        live.fail(SweeperTest::deny);
        tick();
        clock.sleep(INTERVAL.multipliedBy(4));
        assertTrue(tick().orElseThrow().oldestComplete().compareTo(INTERVAL.multipliedBy(4)) >= 0);
        assertEquals(START, covered().heard().joinedAt());
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
        Instant again = clock.instant();
        tick();
        assertEquals(new Coverage.Problem("denied", since, again), covered().problem());
        assertEquals(completeAt, covered().proof().completeAt());
        assertEquals(3, living());
        live.fail(call -> {});
        clock.sleep(Duration.ofMinutes(2));
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
        BackupDescription foreign = backup(Place.of("444455556666", "us-west-2"), START.minusSeconds(3600), 1);
        live.put(foreign);
        tick();
        assertEquals("foreign", Optional.ofNullable(covered().problem()).orElseThrow().kind());
        assertNull(covered().proof().completeAt());
        assertEquals(Optional.empty(),
                new BackupCatalog(database.client(), tables.backups(), Duration.ofSeconds(5), clock,
                        SweeperTest::unreadable)
                        .find(BackupArn.parse(foreign.backupDetails().backupArn())));
    }

    private static BackupSummary named(String arn) {
        return BackupSummary.builder().backupArn(arn).backupName("odd").backupStatus(BackupStatus.AVAILABLE).build();
    }

    private String problem() {
        return Optional.ofNullable(covered().problem()).map(Coverage.Problem::kind).orElse("none");
    }

    @Test
    void anEntryThatNamesNoBackupOfThePlaceIsCountedAndKeepsNothingElseFromBeingSwept() {
        createBackups(12);
        tick();
        Instant completeAt = covered().proof().completeAt();
        live.backups().keySet().stream().sorted().limit(1).toList().forEach(live.backups()::remove);
        live.put(backup(PLACE, START.plus(Duration.ofMinutes(50)), 9));
        live.alsoList(null, BackupSummary.builder().build(), named(""),
                named("arn:aws:dynamodb:us-west-2:111122223333:tape/1"),
                named(backup(Place.of("444455556666", "us-west-2"), START, 1).backupDetails().backupArn()));
        clock.sleep(INTERVAL);
        Instant since = clock.instant();
        Tick tick = tick().orElseThrow();
        assertNull(tick.visits().getFirst().failure());
        assertEquals(5, tick.sum(Counts::unreadable));
        assertEquals(1, tick.sum(Counts::swept));
        assertEquals(12, living());
        assertEquals(12, covered().counts().living());
        assertEquals(new Coverage.Problem("unreadable", since, since), covered().problem());
        assertEquals(completeAt, covered().proof().completeAt());
        assertTrue(Objects.requireNonNull(covered().proof().deletionsAt()).isAfter(completeAt));
    }

    @Test
    void anAnswerWithoutAListIsNoProofThatThereAreNoBackups() {
        live.answerEmpty(true);
        createBackups(3);
        tick();
        assertEquals("unreachable", problem());
        assertNull(covered().proof().completeAt());
    }

    @Test
    void aListWithAnUnreadableEntryIsReadAgainAfterTheIntervalAndProvesAllOnceItIsReadable() {
        createBackups(3);
        live.alsoList(named("?"));
        tick();
        Instant since = Objects.requireNonNull(covered().problem()).since();
        assertNull(covered().proof().completeAt());
        clock.sleep(Duration.ofMinutes(2));
        assertEquals(List.of(), tick().orElseThrow().visits());
        clock.sleep(INTERVAL);
        Tick second = tick().orElseThrow();
        assertEquals(since, Objects.requireNonNull(covered().problem()).since());
        assertEquals(Optional.empty(), second.visits().getFirst().newProblem());
        live.alsoList();
        clock.sleep(INTERVAL);
        tick();
        assertEquals("none", problem());
        assertTrue(Objects.requireNonNull(covered().proof().completeAt()).isAfter(START.plus(INTERVAL)));
    }

    @Test
    void anEventLeadsToANewBackupAmongManyAlsoWhenNoWalkIsDue() {
        createBackups(150);
        tick();
        tick();
        clock.sleep(Duration.ofMinutes(10));
        Instant created = clock.instant().minus(Duration.ofMinutes(6));
        live.put(backup(PLACE, created, 999));
        coverage.news(PLACE, clock.instant());
        assertEquals(1, tick().orElseThrow().visits().size());
        assertEquals(151, living());
        assertTrue(Objects.requireNonNull(covered().proof().completeAt()).isAfter(created));
    }

    @Test
    void whatAWalkCouldNotReadNoListOfRecentBackupsMakesUpFor() {
        createBackups(150);
        tick();
        tick();
        Instant completeAt = covered().proof().completeAt();
        assertTrue(completeAt != null && covered().walk() == null);
        live.alsoList(named("?"));
        clock.sleep(INTERVAL);
        tick();
        tick();
        assertEquals("unreadable", problem());
        live.alsoList();
        clock.sleep(Duration.ofMinutes(10));
        coverage.news(PLACE, clock.instant());
        assertEquals(1, tick().orElseThrow().visits().size());
        assertEquals("unreadable", problem());
        assertEquals(completeAt, covered().proof().completeAt());
        clock.sleep(INTERVAL);
        tick();
        tick();
        assertEquals("none", problem());
        assertTrue(Objects.requireNonNull(covered().proof().completeAt()).isAfter(completeAt));
    }

    @Test
    void aBackupWithAStatusATypeAndTimesThatNobodyExpectedIsKnownAsListedAndWrittenOnce() {
        createBackups(1);
        BackupDescription odd = backup(PLACE, START.minusSeconds(3600).plusNanos(123_456_789), 7);
        live.put(odd.toBuilder().backupDetails(odd.backupDetails().toBuilder().backupStatus("THAWING")
                .backupType("TAPE").backupExpiryDateTime(START.plusNanos(1)).build()).build());
        String bare = backup(PLACE, START.minusSeconds(7200), 8).backupDetails().backupArn();
        live.alsoList(BackupSummary.builder().backupArn(bare).build());
        tick();
        clock.sleep(INTERVAL);
        Tick second = tick().orElseThrow();
        assertEquals(0, second.sum(Counts::recorded));
        assertEquals("none", problem());
        BackupCatalog catalog = new BackupCatalog(database.client(), tables.backups(), Duration.ofSeconds(5), clock,
                SweeperTest::unreadable);
        BackupDetails known = catalog.find(BackupArn.parse(odd.backupDetails().backupArn())).orElseThrow()
                .description().backupDetails();
        assertEquals("THAWING", known.backupStatusAsString());
        assertEquals("TAPE", known.backupTypeAsString());
        assertEquals(START.plusNanos(1), known.backupExpiryDateTime());
        assertTrue(catalog.find(BackupArn.parse(bare)).isPresent());
    }

    @Test
    void anEventThatToldTooLateOfABackupLowersWhatIsKnownOfDeletionsAndAWalkIsDueAtOnce() {
        createBackups(150);
        tick();
        tick();
        clock.sleep(INTERVAL.multipliedBy(5));
        BackupDescription gone = backup(PLACE, clock.instant().minus(INTERVAL.multipliedBy(4)), 999);
        tick();
        Instant created = gone.backupDetails().backupCreationDateTime();
        assertTrue(Objects.requireNonNull(covered().proof().deletionsAt()).isAfter(created));
        clock.sleep(Duration.ofMinutes(10));
        BackupRecorder recorder = new BackupRecorder(database.client(), tables.backups(), Optional.empty(), clock);
        new EventRecorder(recorder, coverage, clock).record(new BackupEvent.Seen(
                Observation.seen(gone.toBuilder().sourceTableDetails((SourceTableDetails) null).build(), created)));
        assertEquals(created, covered().proof().deletionsAt());
        assertEquals(151, living());
        clock.sleep(Duration.ofMinutes(2));
        assertEquals(1, tick().orElseThrow().sum(Counts::swept));
        assertEquals(150, living());
        clock.sleep(Duration.ofMinutes(10));
        tick();
        assertTrue(Objects.requireNonNull(covered().proof().deletionsAt()).isAfter(created));
    }

    @Test
    void ofSeveralLateEventsTheEarliestBackupCountsUntilAWalkBeganAfterAllOfThem() {
        createBackups(3);
        tick();
        Instant proven = Objects.requireNonNull(covered().proof().deletionsAt());
        Instant first = proven.minusSeconds(60);
        Instant until = START.plus(Duration.ofMinutes(10));
        coverage.late(PLACE, first, until);
        coverage.late(PLACE, proven.minusSeconds(30), until.plusSeconds(1));
        assertEquals(first, covered().proof().deletionsAt());
        coverage.late(PLACE, first.minusSeconds(1), until.plusSeconds(2));
        assertEquals(first.minusSeconds(1), covered().proof().deletionsAt());
        clock.sleep(INTERVAL);
        tick();
        Instant again = Objects.requireNonNull(covered().proof().deletionsAt());
        assertTrue(again.isAfter(until));
        coverage.late(PLACE, again.minusSeconds(5), again.plusSeconds(600));
        assertEquals(again.minusSeconds(5), covered().proof().deletionsAt());
    }

    static Stream<Comparator<String>> orders() {
        Comparator<String> oldestFirst = Comparator.naturalOrder();
        return Stream.of(oldestFirst, oldestFirst.reversed());
    }

    @ParameterizedTest
    @MethodSource("orders")
    void manyWindowsAreFoundInFewVisitsWhateverTheOrderOfTheList(Comparator<String> order) {
        LiveDynamoDb many = new LiveDynamoDb(clock, 2);
        many.order(order);
        createBackups(many, PLACE, 400);
        for (int i = 0; i < 6; i++) {
            sweeper(place -> many).tick(List.of(PLACE), clock.instant().plus(WORK));
            clock.sleep(Duration.ofMinutes(2));
        }
        assertEquals(400, covered().counts().living());
        assertNull(covered().walk());
    }

    @Test
    void aWalkThatBeganBeforeTheLastOfSeveralLateEventsProvesNothingAboutTheEarliestBackup() {
        createBackups(3);
        tick();
        Instant first = Objects.requireNonNull(covered().proof().deletionsAt()).minusSeconds(60);
        coverage.late(PLACE, first, START.plus(Duration.ofMinutes(10)));
        coverage.late(PLACE, first.plusSeconds(30), START.plus(INTERVAL.multipliedBy(3)));
        clock.sleep(INTERVAL.multipliedBy(2));
        tick();
        assertEquals(first, covered().proof().deletionsAt());
        clock.sleep(INTERVAL.multipliedBy(2));
        tick();
        assertTrue(
                Objects.requireNonNull(covered().proof().deletionsAt()).isAfter(START.plus(INTERVAL.multipliedBy(3))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ExpiredTokenException", "AccessDeniedException", "ResourceNotFoundException"})
    void aBackupThatAListLacksIsNotDeletedIfNobodyMayAskForIt(String error) {
        createBackups(3);
        tick();
        Instant proven = covered().proof().deletionsAt();
        live.overlook(arn -> true);
        live.fail(call -> {
            if (call.operation().equals("DescribeBackup")) {
                throw LiveDynamoDb.error("DynamoDb", error);
            }
        });
        clock.sleep(INTERVAL);
        tick();
        assertEquals(3, living());
        assertEquals(proven, covered().proof().deletionsAt());
    }

    @Test
    void aLateEventAboutABackupThatIsYoungerThanTheProofClaimsNoMoreThanThat() {
        createBackups(3);
        tick();
        Instant proven = Objects.requireNonNull(covered().proof().deletionsAt());
        coverage.late(PLACE, proven.plusSeconds(60), proven.plusSeconds(600));
        assertEquals(proven, covered().proof().deletionsAt());
    }

    @Test
    void whatIsKnownEndsWindowsAndWhatIsGoneInAnyOfThemIsFound() {
        LiveDynamoDb many = new LiveDynamoDb(clock, 2);
        many.order(Comparator.<String>naturalOrder().reversed());
        createBackups(many, PLACE, 150);
        for (int i = 0; i < 4; i++) {
            Tick tick = sweeper(place -> many, 1).tick(List.of(PLACE), clock.instant().plus(WORK)).orElseThrow();
            tick.visits().forEach(visit -> assertNull(visit.failure()));
            clock.sleep(Duration.ofMinutes(2));
        }
        assertEquals(150, covered().counts().living());
        List<String> gone = many.backups().keySet().stream().sorted().skip(20).limit(100).toList();
        gone.forEach(many.backups()::remove);
        clock.sleep(INTERVAL);
        for (int i = 0; i < 2; i++) {
            sweeper(place -> many, 1).tick(List.of(PLACE), clock.instant().plus(WORK));
            clock.sleep(Duration.ofMinutes(2));
        }
        assertEquals(50, covered().counts().living());
        assertEquals(50, living());
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
