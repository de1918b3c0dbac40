package org.backupmetadata.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.backupmetadata.catalog.Backup;
import org.backupmetadata.catalog.BackupCatalog;
import org.backupmetadata.catalog.BackupRecorder;
import org.backupmetadata.catalog.Coverage;
import org.backupmetadata.catalog.CoverageTable;
import org.backupmetadata.catalog.DeletionReason;
import org.backupmetadata.catalog.KnownBackups;
import org.backupmetadata.catalog.UnreadableItemException;
import org.backupmetadata.local.LocalDatabase;
import org.backupmetadata.model.BackupArn;
import org.backupmetadata.model.Place;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BackupDescription;
import software.amazon.awssdk.services.dynamodb.model.BackupStatus;
import software.amazon.awssdk.services.dynamodb.model.BackupType;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;

/** AWS Backup's recovery points, read over real HTTP from {@link StandInAwsBackup}. */
class RecoveryPointsTest {

    private static final Place PLACE = Place.of("111122223333", "us-west-2");
    private static final Instant START = Instant.parse("2026-11-25T00:00:00Z");
    private static final String TABLE = "arn:aws:dynamodb:us-west-2:111122223333:table/Music";
    private static final String OWN_FORM = "arn:aws:backup:us-west-2:111122223333:recovery-point:";
    private static final String PLAIN = TABLE + "/backup/01489602797149-73d8d5bc";

    @SuppressWarnings("NullAway.Init")
    private static LocalDatabase database;

    /** Tables for each test, named by its number. */
    private static int tests;

    private final TestClock clock = new TestClock(START);
    private final LiveDynamoDb live = new LiveDynamoDb(clock, 10);
    private final SdkHttpClient http = Apache5HttpClient.create();

    @SuppressWarnings("NullAway.Init")
    private StandInAwsBackup awsBackup;

    @SuppressWarnings("NullAway.Init")
    private CaptureTables tables;

    @BeforeAll
    static void startTheDatabase() throws IOException {
        database = LocalDatabase.start();
    }

    @AfterAll
    static void stopTheDatabase() {
        database.close();
    }

    @BeforeEach
    void start() throws IOException {
        tables = CaptureTables.create(database, tests++);
        awsBackup = StandInAwsBackup.start("us-west-2");
    }

    @AfterEach
    void stop() {
        awsBackup.close();
        http.close();
    }

    private static void unreadable(UnreadableItemException item) {
        throw new AssertionError(item);
    }

    private AwsBackupClient client(String secret) {
        return new AwsBackupClient(http, StaticCredentialsProvider.create(AwsBasicCredentials.create("key", secret)),
                "us-west-2", awsBackup.endpoint());
    }

    private Tick tick() {
        return tick(Duration.ofSeconds(270));
    }

    private Tick tick(Duration work) {
        LiveAccess access = new LiveAccess() {
            @Override
            public DynamoDbClient dynamoDb(Place place) {
                return live;
            }

            @Override
            public Optional<AwsBackupClient> awsBackup(Place place) {
                return Optional.of(client(StandInAwsBackup.SECRET));
            }
        };
        Tick tick = new Sweeper(new CoverageTable(database.client(), tables.coverage()),
                known(),
                recorder(), access, clock,
                Duration.ofHours(1)).tick(List.of(PLACE), clock.instant().plus(work)).orElseThrow();
        assertTrue(tick.visits().stream().allMatch(visit -> visit.failure() == null), tick::toString);
        return tick;
    }

    private VaultVisit visit(Coverage before, int calls, int most) {
        LiveAccount account = new LiveAccount(PLACE, live, Optional.of(client(StandInAwsBackup.SECRET)),
                clock.instant().plus(Duration.ofDays(1)), clock);
        return new VaultVisit(before, account, known(), recorder()::record, clock, clock.instant(),
                clock.instant().plusSeconds(calls), most);
    }

    private static Coverage with(Coverage.RecoveryPoints points) {
        Coverage none = Coverage.none(PLACE);
        return new Coverage(PLACE, none.heard(), none.proof(), null, none.counts(), null, points);
    }

    private BackupRecorder recorder() {
        return new BackupRecorder(database.client(), tables.backups(), Optional.empty(), clock);
    }

    /** So many recovery points of a table, one a day, the youngest a day old. */
    private void put(String vault, int count) {
        for (int i = 1; i <= count; i++) {
            awsBackup.put(vault, OWN_FORM + vault.replace("/", "-") + i, TABLE + "-" + vault.replace("/", "-"),
                    "COMPLETED").put("CreationDate",
                            START.minus(Duration.ofDays(i)).getEpochSecond());
        }
    }

    private KnownBackups known() {
        return new KnownBackups(database.client(), tables.backups(), clock, RecoveryPointsTest::unreadable);
    }

    private Optional<Backup> find(String arn) {
        return new BackupCatalog(database.client(), tables.backups(), Duration.ofSeconds(30), clock,
                RecoveryPointsTest::unreadable).find(BackupArn.parse(arn));
    }

    private Coverage covered() {
        return new CoverageTable(database.client(), tables.coverage()).all().getFirst();
    }

    private static BackupDescription description(String arn, Instant created, BackupStatus status) {
        return BackupDescription.builder()
                .backupDetails(details -> details.backupArn(arn).backupType(BackupType.AWS_BACKUP)
                        .backupStatus(status).backupCreationDateTime(created))
                .sourceTableDetails(table -> table.tableName("Music").tableArn(TABLE)).build();
    }

    /** As DynamoDB describes a recovery point that has an ARN of its own. */
    private static BackupDescription described(String arn) {
        BackupDescription own = description(arn, BackupArn.parse(arn).creationTime().orElseThrow(),
                BackupStatus.AVAILABLE);
        return own.toBuilder()
                .sourceTableDetails(own.sourceTableDetails().toBuilder().keySchema(
                        KeySchemaElement.builder().attributeName("Artist").keyType(KeyType.HASH).build()).build())
                .build();
    }

    @Test
    void aRecoveryPointIsKnownAsAwsBackupSaysAndWhatItDoesNotSayIsAbsent() {
        Instant created = Instant.parse("2026-11-01T12:00:00.250Z");
        Instant deleteAt = Instant.parse("2026-12-06T12:00:00Z");
        awsBackup.put("daily", OWN_FORM + "1", TABLE, "COMPLETED").put("CreationDate", 1793534400.25)
                .put("BackupSizeInBytes", 4096).putObject("CalculatedLifecycle")
                .put("DeleteAt", deleteAt.getEpochSecond());
        awsBackup.put("daily", OWN_FORM + "2", TABLE, "CREATING").put("CreationDate", 1793534400.25);
        awsBackup.put("daily", OWN_FORM + "3", TABLE, "EXPIRED").put("CreationDate", 1793534400.25);
        awsBackup.put("daily", OWN_FORM + "5", TABLE, "AVAILABLE").put("CreationDate", 1793534400.25);
        awsBackup.put("copies", OWN_FORM + "4", "arn:aws:dynamodb:eu-west-1:444455556666:table/Orders", "PARTIAL");
        tick();
        BackupDescription first = description(OWN_FORM + "1", created, BackupStatus.AVAILABLE);
        assertEquals(
                Optional.of(new Backup(first.toBuilder()
                        .backupDetails(first.backupDetails().toBuilder().backupSizeBytes(4096L)
                                .backupExpiryDateTime(deleteAt).build())
                        .build(), null)),
                find(OWN_FORM + "1"));
        assertEquals(Optional.of(new Backup(description(OWN_FORM + "2", created, BackupStatus.CREATING), null)),
                find(OWN_FORM + "2"));
        assertEquals(Optional.of(new Backup(description(OWN_FORM + "3", created, BackupStatus.AVAILABLE), null)),
                find(OWN_FORM + "3"));
        assertEquals(Optional.of(new Backup(description(OWN_FORM + "5", created, BackupStatus.AVAILABLE), null)),
                find(OWN_FORM + "5"));
        BackupDescription copy = find(OWN_FORM + "4").orElseThrow().description();
        assertNull(copy.backupDetails().backupStatus());
        assertEquals("arn:aws:dynamodb:eu-west-1:444455556666:table/Orders", copy.sourceTableDetails().tableArn());
        assertEquals(5, covered().recoveryPoints().living());
    }

    @Test
    void aRecoveryPointWithAnArnOfDynamoDbIsDescribedByDynamoDbOnce() {
        awsBackup.put("daily", PLAIN, TABLE, "COMPLETED");
        BackupDescription full = described(PLAIN);
        live.put(full);
        live.overlook(arn -> true);
        tick();
        clock.sleep(Duration.ofHours(2));
        tick();
        assertEquals(Optional.of(new Backup(full, null)), find(PLAIN));
        assertEquals(1, live.calls().stream().filter(call -> call.operation().equals("DescribeBackup")).count());
    }

    @Test
    void theDescriptionOfDynamoDbLeavesWhatAwsBackupSaysOfStatusAndExpiry() {
        awsBackup.put("daily", PLAIN, TABLE, "PARTIAL").putObject("CalculatedLifecycle").put("DeleteAt", 1_800_000_000);
        BackupDescription own = described(PLAIN);
        live.put(own);
        live.overlook(arn -> true);
        tick();
        assertEquals(Optional.of(new Backup(own.toBuilder()
                .backupDetails(own.backupDetails().toBuilder().backupStatus((String) null)
                        .backupExpiryDateTime(Instant.ofEpochSecond(1_800_000_000)).build())
                .build(), null)), find(PLAIN));
    }

    @Test
    void allRecoveryPointsOfAVisitAreRecordedBeforeDynamoDbIsAskedForAny() {
        awsBackup.pageSize(1000);
        for (int i = 0; i < 600; i++) {
            awsBackup.put("daily", TABLE + "/backup/0" + (1_489_602_797_149L + i) + "-73d8d5bc", TABLE, "COMPLETED");
        }
        tick();
        assertEquals(600, covered().recoveryPoints().living());
        assertEquals(600, known().recoveryPoints(PLACE, Instant.EPOCH).count());
        assertTrue(covered().counts().undescribed() > 0);
        clock.sleep(Duration.ofMinutes(2));
        tick();
        assertEquals(0, covered().counts().undescribed());
    }

    @Test
    void oneThatDynamoDbListsTooIsCountedOnceAndKeepsWhatAwsBackupSays() {
        awsBackup.put("daily", PLAIN, TABLE, "COMPLETED").putObject("CalculatedLifecycle").put("DeleteAt",
                1_800_000_000);
        live.put(described(PLAIN));
        tick();
        clock.sleep(Duration.ofHours(2));
        assertEquals(0, tick().sum(Coverage.Counts::recorded));
        assertEquals(Instant.ofEpochSecond(1_800_000_000),
                find(PLAIN).orElseThrow().description().backupDetails().backupExpiryDateTime());
        assertEquals(1, covered().recoveryPoints().living());
        assertEquals(0, covered().counts().living());
    }

    @Test
    void oneThatOnlyDynamoDbListsIsKnownWithTheStatusOfItsList() {
        awsBackup.deny(true);
        BackupDescription own = described(PLAIN);
        live.put(own.toBuilder().backupDetails(
                own.backupDetails().toBuilder().backupStatus(BackupStatus.CREATING).build()).build());
        tick();
        live.put(own);
        clock.sleep(Duration.ofHours(2));
        tick();
        assertEquals(Optional.of(new Backup(own, null)), find(PLAIN));
    }

    @Test
    void oneThatDynamoDbDoesNotKnowIsKnownAsListedAndNotAskedForAgain() {
        awsBackup.put("daily", PLAIN, TABLE, "COMPLETED");
        tick();
        clock.sleep(Duration.ofHours(2));
        tick();
        assertEquals(1, live.calls().stream().filter(call -> call.operation().equals("DescribeBackup")).count());
        assertEquals(Optional.of(new Backup(
                description(PLAIN, Instant.ofEpochMilli(1_489_602_797_149L), BackupStatus.AVAILABLE), null)),
                find(PLAIN));
        assertEquals(0, covered().counts().undescribed());
    }

    @Test
    void aYoungOneThatDynamoDbDoesNotKnowYetIsAskedForAgain() {
        String young = TABLE
                + String.format(Locale.ROOT, "/backup/%014d-73d8d5bc", START.minusSeconds(60).toEpochMilli());
        awsBackup.put("daily", young, TABLE, "COMPLETED").put("CreationDate", START.minusSeconds(60).getEpochSecond());
        tick();
        assertEquals(1, covered().counts().undescribed());
        BackupDescription full = described(young);
        live.put(full);
        live.overlook(arn -> true);
        clock.sleep(Duration.ofMinutes(10));
        tick();
        assertEquals(Optional.of(new Backup(full, null)), find(young));
        assertEquals(0, covered().counts().undescribed());
    }

    @Test
    void theVaultsAreReadAtEachVisitThatWalks() {
        put("daily", 1);
        tick();
        Instant walked = Objects.requireNonNull(covered().proof().deletionsAt()).plus(Visit.SETTLING);
        Instant read = covered().recoveryPoints().at();
        clock.sleep(Duration.between(clock.instant(), walked.plus(Duration.ofHours(1))));
        tick();
        assertTrue(Objects.requireNonNull(covered().recoveryPoints().at()).isAfter(read));
    }

    @Test
    void onlyWhatNoVaultHasAndItsTableHasNotIsSwept() {
        for (String id : List.of("1", "2", "3", "4", "5")) {
            awsBackup.put("daily", OWN_FORM + id, TABLE, "COMPLETED");
        }
        awsBackup.put("weekly", OWN_FORM + "6", "no table", "COMPLETED");
        tick();
        awsBackup.vault("daily").remove(OWN_FORM + "1");
        awsBackup.hide(OWN_FORM + "2");
        awsBackup.vault("weekly").clear();
        clock.sleep(Duration.ofHours(2));
        tick();
        assertTrue(find(OWN_FORM + "1").orElseThrow().isGone());
        for (String id : List.of("2", "3", "4", "5", "6")) {
            assertTrue(!find(OWN_FORM + id).orElseThrow().isGone(), id);
        }
        assertEquals(5, covered().recoveryPoints().living());
        awsBackup.vault("daily").clear();
        clock.sleep(Duration.ofHours(2));
        tick();
        assertTrue(find(OWN_FORM + "2").orElseThrow().isGone());
    }

    @Test
    void anAccountWhoseAwsBackupDeniesOrAnswersNonsenseLosesNothingAndKeepsItsOtherProof() {
        awsBackup.put("daily", OWN_FORM + "1", TABLE, "COMPLETED");
        tick();
        Instant at = covered().recoveryPoints().at();
        awsBackup.vault("daily").clear();
        awsBackup.deny(true);
        clock.sleep(Duration.ofHours(2));
        Instant since = clock.instant();
        tick();
        assertEquals(new Coverage.RecoveryPoints(at, 1, new Coverage.Problem("denied", since, since), null,
                Duration.ofSeconds(1)), covered().recoveryPoints());
        assertNull(covered().problem());
        assertTrue(Objects.requireNonNull(covered().proof().completeAt()).isAfter(START.plus(Duration.ofHours(1))));
        awsBackup.deny(false);
        awsBackup.answerEmpty(true);
        clock.sleep(Duration.ofHours(2));
        tick();
        assertEquals("unreachable", Objects.requireNonNull(covered().recoveryPoints().problem()).kind());
        assertTrue(!find(OWN_FORM + "1").orElseThrow().isGone());
        awsBackup.answerEmpty(false);
        clock.sleep(Duration.ofHours(2));
        tick();
        assertNull(covered().recoveryPoints().problem());
        assertTrue(find(OWN_FORM + "1").orElseThrow().isGone());
    }

    // -- Cut off ------------------------------------------------------------------------------------------------------

    @Test
    void aComparisonThatIsCutOffGoesOnInTheNextVisitsAndProvesWhatAWholeOneDoes() {
        put("daily", 30);
        put("weekly", 10);
        visit(with(Coverage.RecoveryPoints.NONE), 100, 1000).make();
        awsBackup.vault("weekly").remove(OWN_FORM + "weekly1");
        awsBackup.vault("weekly").remove(OWN_FORM + "weekly10");
        clock.sleep(Duration.ofHours(2));
        Instant began = clock.instant();
        Coverage.RecoveryPoints points = Coverage.RecoveryPoints.NONE;
        int visits = 0;
        long swept = 0;
        do {
            VaultVisit visit = visit(with(points), 15, 5);
            points = visit.make();
            swept += visit.swept();
            visits++;
        } while (points.at() == null && visits < 20);
        assertTrue(visits > 2 && visits < 20, visits + " visits");
        assertEquals(2, swept);
        assertEquals(began.minus(Visit.SETTLING), points.at());
        assertEquals(38, points.living());
        assertEquals(38, known().recoveryPoints(PLACE, Instant.EPOCH).count());
        assertNull(points.walk());
    }

    @Test
    void whatACutOffVisitReadIsRecordedAndTheNextTickGoesOn() {
        put("daily", 30);
        tick(Duration.ofSeconds(20));
        assertTrue(known().recoveryPoints(PLACE, Instant.EPOCH).count() > 10);
        assertEquals(Instant.EPOCH, Objects.requireNonNull(covered().recoveryPoints().walk()).cursor());
        assertNull(covered().recoveryPoints().at());
        clock.sleep(Duration.ofMinutes(2));
        tick();
        assertEquals(30, covered().recoveryPoints().living());
        assertNull(covered().recoveryPoints().walk());
    }

    @Test
    void anEventIsFollowedByAComparisonAtOnceOrWhereThatTakesLongAfterAWhile() {
        put("daily", 6);
        tick();
        assertEquals(3, awsBackup.lists());
        clock.sleep(Duration.ofMinutes(2));
        news();
        tick();
        assertEquals(6, awsBackup.lists());
        put("daily", 80);
        clock.sleep(Duration.ofHours(1));
        tick();
        int before = awsBackup.lists();
        for (int i = 0; i < 4; i++) {
            clock.sleep(Duration.ofMinutes(2));
            news();
            tick();
        }
        assertEquals(80, awsBackup.lists() - before);
        clock.sleep(Duration.ofMinutes(5));
        tick();
        clock.sleep(Duration.ofMinutes(2));
        assertEquals(List.of(), tick().visits());
    }

    private void news() {
        new CoverageTable(database.client(), tables.coverage()).news(PLACE, clock.instant());
    }

    // -- Refused ------------------------------------------------------------------------------------------------------

    @Test
    void aVaultThatIsRefusedKeepsNoOtherFromBeingRecordedAndNothingIsProvenOrSwept() {
        put("daily", 2);
        put("finance", 2);
        put("weekly", 2);
        tick();
        Instant at = covered().recoveryPoints().at();
        awsBackup.refuse("finance", "AccessDeniedException");
        awsBackup.vault("daily").remove(OWN_FORM + "daily1");
        awsBackup.put("weekly", OWN_FORM + "new", TABLE, "COMPLETED").put("CreationDate", START.getEpochSecond());
        clock.sleep(Duration.ofHours(2));
        Instant since = clock.instant();
        tick();
        assertTrue(find(OWN_FORM + "new").isPresent());
        assertEquals(7, known().recoveryPoints(PLACE, Instant.EPOCH).count());
        Coverage.Problem problem = Objects.requireNonNull(covered().recoveryPoints().problem());
        assertEquals("denied for vault finance", problem.kind());
        assertTrue(!problem.since().isBefore(since));
        assertEquals(at, covered().recoveryPoints().at());
        assertNull(covered().problem());
        awsBackup.refuseNothing();
        clock.sleep(Duration.ofMinutes(2));
        tick();
        assertTrue(find(OWN_FORM + "daily1").orElseThrow().isGone());
        assertEquals(6, covered().recoveryPoints().living());
        assertNull(covered().recoveryPoints().problem());
    }

    @Test
    void aVaultThatIsDeletedAfterItWasListedIsGoneWithItsRecoveryPoints() {
        put("daily", 2);
        put("weekly", 2);
        tick();
        awsBackup.refuse("weekly", "ResourceNotFoundException");
        awsBackup.vault("weekly").clear();
        clock.sleep(Duration.ofHours(2));
        tick();
        assertEquals(2, covered().recoveryPoints().living());
        assertNull(covered().recoveryPoints().problem());
        assertTrue(find(OWN_FORM + "weekly1").orElseThrow().isGone());
    }

    @Test
    void anAccountWhoseAwsBackupThrottlesIsAskedAgainEverLessOftenAndAtLeastHourly() {
        put("daily", 2);
        awsBackup.refuse("daily", "ThrottlingException");
        tick();
        assertEquals("throttled", Objects.requireNonNull(covered().recoveryPoints().problem()).kind());
        int asked = 0;
        for (int i = 0; i < 360; i++) {
            clock.sleep(Duration.ofMinutes(2));
            Coverage.Problem last = covered().recoveryPoints().problem();
            tick();
            asked += Objects.equals(last, covered().recoveryPoints().problem()) ? 0 : 1;
        }
        assertTrue(asked >= 12 && asked <= 20, asked + " in 12 hours");
        awsBackup.refuseNothing();
        clock.sleep(Duration.ofHours(1));
        tick();
        assertEquals(2, covered().recoveryPoints().living());
    }

    @Test
    void aRecoveryPointWhoseTableIsRefusedStaysAndTheOthersAreSwept() {
        put("daily", 2);
        String foreign = "arn:aws:dynamodb:eu-west-1:444455556666:table/Orders";
        awsBackup.put("copies", OWN_FORM + "copy", foreign, "COMPLETED").put("CreationDate", 1);
        tick();
        awsBackup.vault("copies").clear();
        awsBackup.vault("daily").remove(OWN_FORM + "daily1");
        awsBackup.refuse(foreign, "InvalidParameterValueException");
        clock.sleep(Duration.ofHours(2));
        tick();
        assertTrue(!find(OWN_FORM + "copy").orElseThrow().isGone());
        assertTrue(find(OWN_FORM + "daily1").orElseThrow().isGone());
        assertEquals("InvalidParameterValueException for " + OWN_FORM + "copy",
                Objects.requireNonNull(covered().recoveryPoints().problem()).kind());
    }

    @Test
    void aCopyOfATableOfAnotherAccountIsSweptOnlyIfTheVaultsLackItTwice() {
        put("daily", 2);
        awsBackup.put("copies", OWN_FORM + "copy", "arn:aws:dynamodb:eu-west-1:444455556666:table/Orders", "COMPLETED")
                .put("CreationDate", 1);
        tick();
        awsBackup.hideOnce(OWN_FORM + "copy");
        awsBackup.forget("arn:aws:dynamodb:eu-west-1:444455556666:table/Orders");
        clock.sleep(Duration.ofHours(2));
        tick();
        assertTrue(!find(OWN_FORM + "copy").orElseThrow().isGone());
        assertEquals(3, covered().recoveryPoints().living());
        awsBackup.vault("copies").clear();
        clock.sleep(Duration.ofHours(2));
        tick();
        assertTrue(find(OWN_FORM + "copy").orElseThrow().isGone());
        assertEquals(2, covered().recoveryPoints().living());
    }

    @Test
    void aRecoveryPointWhoseLifecycleHasEndedIsNoSurprise() {
        for (int i = 1; i <= 5; i++) {
            awsBackup.put("daily", OWN_FORM + i, TABLE, "COMPLETED").put("CreationDate", 1).putObject(
                    "CalculatedLifecycle")
                    .put("DeleteAt", START.plus(Duration.ofMinutes(i > 1 ? 30 : 300)).getEpochSecond());
        }
        tick();
        awsBackup.vault("daily").keySet().removeIf(arn -> !arn.endsWith("5"));
        clock.sleep(Duration.ofHours(2));
        Tick tick = tick();
        assertEquals(1, tick.sum(Coverage.Counts::swept));
        assertTrue(find(OWN_FORM + "1").orElseThrow().isGone());
        assertEquals(DeletionReason.SWEPT,
                Objects.requireNonNull(find(OWN_FORM + "2").orElseThrow().deletion()).reason());
        assertTrue(!find(OWN_FORM + "5").orElseThrow().isGone());
    }

    @Test
    void aDescriptionThatIsRefusedKeepsNoOtherFromBeingRead() {
        for (int i = 0; i < 5; i++) {
            String arn = TABLE + "/backup/0" + (1_489_602_797_149L + i) + "-73d8d5bc";
            awsBackup.put("daily", arn, TABLE, "COMPLETED");
            live.put(described(arn));
        }
        live.overlook(arn -> true);
        AtomicInteger asked = new AtomicInteger();
        live.fail(call -> {
            if (call.operation().equals("DescribeBackup") && asked.getAndIncrement() == 0) {
                throw LiveDynamoDb.error("DynamoDb", "AccessDeniedException");
            }
        });
        tick();
        assertEquals(4, covered().counts().described());
        assertEquals(1, covered().counts().undescribed());
        assertNull(covered().problem());
        live.fail(call -> {
            if (call.operation().equals("DescribeBackup")) {
                throw LiveDynamoDb.error("DynamoDb", "AccessDeniedException");
            }
        });
        for (int i = 0; i < 30; i++) {
            awsBackup.put("daily", TABLE + "/backup/0" + (1_589_602_797_149L + i) + "-73d8d5bc", TABLE, "COMPLETED");
        }
        int before = live.calls().size();
        clock.sleep(Duration.ofHours(2));
        tick();
        assertEquals("denied", Objects.requireNonNull(covered().problem()).kind());
        assertEquals(30, known().recoveryPoints(PLACE, Instant.ofEpochMilli(1_589_602_797_149L)).count());
        assertEquals(20, live.calls().stream().skip(before)
                .filter(call -> call.operation().equals("DescribeBackup")).count());
    }

    @Test
    void anEntryThatNamesNoRecoveryPointKeepsNoOtherFromBeingKnownAndNothingMoreIsClaimed() {
        awsBackup.put("daily", OWN_FORM + "1", TABLE, "COMPLETED");
        tick();
        Instant at = covered().recoveryPoints().at();
        awsBackup.put("daily", "0", TABLE, "COMPLETED");
        awsBackup.put("daily", "2", TABLE, "COMPLETED").remove("RecoveryPointArn");
        awsBackup.put("daily", OWN_FORM + "4", "?", "MELTED").put("CreationDate", Long.MAX_VALUE)
                .put("BackupSizeInBytes", "much").put("CalculatedLifecycle", 1);
        clock.sleep(Duration.ofHours(2));
        Instant since = clock.instant();
        tick();
        assertEquals(new Coverage.RecoveryPoints(at, 2, new Coverage.Problem("unreadable", since, since), null,
                Duration.ofSeconds(2)), covered().recoveryPoints());
        assertEquals(Optional.of(new Backup(BackupDescription.builder()
                .backupDetails(details -> details.backupArn(OWN_FORM + "4").backupType(BackupType.AWS_BACKUP)
                        .backupCreationDateTime(Instant.ofEpochMilli(Long.MAX_VALUE)))
                .build(), null)), find(OWN_FORM + "4"));
        assertNull(covered().problem());
        awsBackup.vault("daily").keySet().removeIf(key -> key.length() == 1);
        clock.sleep(Duration.ofHours(2));
        tick();
        assertNull(covered().recoveryPoints().problem());
        assertTrue(Objects.requireNonNull(covered().recoveryPoints().at()).isAfter(since.minus(Duration.ofMinutes(6))));
    }

    @Test
    void aRecoveryPointOfSomethingElseThanATableIsOfNoConcern() {
        put("daily", 2);
        awsBackup.put("daily", OWN_FORM + "bucket", "arn:aws:s3:::music", "COMPLETED").put("ResourceType", "S3");
        awsBackup.put("daily", "arn:aws:ec2:us-west-2::snapshot/snap-1", "arn:aws:ec2:us-west-2::volume/vol-1",
                "COMPLETED").put("ResourceType", "EBS");
        tick();
        assertEquals(Optional.empty(), find(OWN_FORM + "bucket"));
        assertEquals(2, covered().recoveryPoints().living());
        assertNull(covered().recoveryPoints().problem());
    }

    // -- The client ---------------------------------------------------------------------------------------------------

    @Test
    void aVaultWhoseNameHasSlashesIsReadLikeAnyOther() {
        put("aws/efs/automatic-backup-vault", 3);
        tick();
        assertEquals(3, covered().recoveryPoints().living());
        assertEquals(3, known().recoveryPoints(PLACE, Instant.EPOCH).count());
    }

    @Test
    void aRequestWithASessionIsSignedWithItsToken() {
        put("daily", 1);
        AwsBackupClient client = new AwsBackupClient(http,
                StaticCredentialsProvider.create(
                        AwsSessionCredentials.create("key", StandInAwsBackup.SECRET, "a+session/token==")),
                "us-west-2", awsBackup.endpoint());
        assertEquals(List.of("daily"), client.vaults(null).items());
        assertEquals("a+session/token==", awsBackup.token());
    }

    @Test
    void anAnswerThatDripsIsGivenUp() {
        assertEquals(List.of(), client(StandInAwsBackup.SECRET).vaults(null).items()); // the connection is there then
        awsBackup.drip();
        AwsBackupClient client = new AwsBackupClient(http,
                StaticCredentialsProvider.create(AwsBasicCredentials.create("key", StandInAwsBackup.SECRET)),
                "us-west-2", awsBackup.endpoint(), Duration.ofMillis(500));
        assertThrows(SdkClientException.class, () -> client.vaults(null));
    }

    @Test
    void aRequestWithAnotherKeyIsRefused() {
        AwsServiceException refusal = assertThrows(AwsServiceException.class, () -> client("wrong").vaults(null));
        assertEquals("InvalidSignatureException", refusal.awsErrorDetails().errorCode());
        assertEquals(403, refusal.statusCode());
    }

    @Test
    void anAnswerAboutAnotherPlaceIsIgnored() {
        awsBackup.put("daily", "arn:aws:backup:us-west-2:444455556666:recovery-point:1", TABLE, "COMPLETED");
        tick();
        assertEquals(Optional.empty(), find("arn:aws:backup:us-west-2:444455556666:recovery-point:1"));
        assertEquals(0, covered().recoveryPoints().living());
    }
}
