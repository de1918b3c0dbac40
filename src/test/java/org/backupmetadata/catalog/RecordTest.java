package org.backupmetadata.catalog;

import static org.backupmetadata.catalog.Observations.ARN;
import static org.backupmetadata.catalog.Observations.description;
import static org.backupmetadata.catalog.Observations.detailsOnly;
import static org.backupmetadata.catalog.Observations.full;
import static org.backupmetadata.catalog.Observations.minute;
import static org.backupmetadata.catalog.Observations.summary;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.backupmetadata.local.LocalDatabase;
import org.backupmetadata.local.SamTemplate;
import org.backupmetadata.model.AwsItem;
import org.backupmetadata.model.BackupArn;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BackupDescription;
import software.amazon.awssdk.services.dynamodb.model.BackupStatus;
import software.amazon.awssdk.services.dynamodb.model.BackupSummary;
import software.amazon.awssdk.services.dynamodb.model.BackupType;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;

/** The item of a backup after any observations, recorded in any order. */
class RecordTest {

    private static final Duration WEEK = Duration.ofDays(7);
    private static final Optional<Duration> RETENTION = Optional.of(WEEK);

    /** After everything that {@link Observations#any} observes. */
    private static final Instant NOW = minute(9);
    private static final int WRITERS = 4;

    @SuppressWarnings("NullAway.Init")
    private static LocalDatabase database;

    @SuppressWarnings("NullAway.Init")
    private static String table;

    @BeforeContainer
    static void startTheDatabase() throws IOException {
        database = LocalDatabase.start();
        table = database.createTables(SamTemplate.read(Path.of("template.yaml"))).backupTable().tableName();
    }

    @AfterContainer
    static void stopTheDatabase() {
        database.close();
    }

    private static BackupCatalog catalog(Instant now) {
        return new BackupCatalog(database.client(), table, Duration.ofMinutes(1), InstantSource.fixed(now),
                item -> {
                    throw item;
                });
    }

    private static BackupRecorder recorder(Optional<Duration> retention, Instant now) {
        return new BackupRecorder(database.client(), table, retention, InstantSource.fixed(now));
    }

    private static BackupRecorder recorder(Instant now) {
        return recorder(RETENTION, now);
    }

    @Provide
    Arbitrary<List<Observation>> observations() {
        return Observations.any();
    }

    // -- Order and repetition ----------------------------------------------------------------------------------------

    @Property
    void anyOrderAndRepetitionOfWhatWasSeenEndsInTheSameItem(@ForAll("observations") List<Observation> seen,
            @ForAll Random random) {
        assertEquals(merged(seen).attributes(), merged(shuffledAndRepeated(seen, random)).attributes());
    }

    @Property(tries = 100)
    void anyOrderAndRepetitionEndsInTheSameItemOfTheTable(@ForAll("observations") List<Observation> seen,
            @ForAll Random random) {
        assertEquals(recorded(seen), recorded(shuffledAndRepeated(seen, random)));
    }

    @Property(tries = 50)
    void severalWritersAtOnceEndInTheSameItemAsOne(@ForAll("observations") List<Observation> seen,
            @ForAll Random random)
            throws InterruptedException, ExecutionException {
        Map<String, AttributeValue> expected = recorded(seen);
        forget();
        BackupRecorder recorder = recorder(NOW);
        try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
            List<Callable<@Nullable Void>> work = Stream.generate(() -> shuffledAndRepeated(seen, random))
                    .limit(WRITERS)
                    .map(order -> (Callable<@Nullable Void>) () -> {
                        order.forEach(recorder::record);
                        return null;
                    }).toList();
            for (Future<@Nullable Void> done : writers.invokeAll(work)) {
                done.get();
            }
        }
        assertEquals(expected, item());
    }

    @Property
    void whatWasSeenToBeDeletedNeverComesBack(@ForAll("observations") List<Observation> before,
            @ForAll("observations") List<Observation> after) {
        List<Observation> all = new ArrayList<>(before);
        all.add(Observation.gone(ARN, minute(2), DeletionReason.DELETED));
        all.addAll(after);
        assertTrue(merged(all).asOf(minute(0)).isGone());
    }

    @Property
    void whatHasBeenAvailableIsNeverBeingCreatedAgain(@ForAll("observations") List<Observation> others) {
        List<Observation> all = new ArrayList<>(others);
        all.add(Observation.seen(description("AVAILABLE", "USER", 1), minute(0)));
        all.add(Observation.seen(description("CREATING", "USER", 1), minute(9)));
        assertFalse(merged(all).description().backupDetails().backupStatus() == BackupStatus.CREATING);
    }

    private static BackupItem merged(List<Observation> seen) {
        Optional<BackupItem> item = Optional.empty();
        for (Observation each : seen) {
            item = Optional.of(BackupItem.merge(item, each, RETENTION, NOW));
        }
        return item.orElseThrow();
    }

    private static List<Observation> shuffledAndRepeated(List<Observation> seen, Random random) {
        List<Observation> order = new ArrayList<>(seen);
        for (int i = random.nextInt(3); i > 0; i--) {
            order.add(seen.get(random.nextInt(seen.size())));
        }
        Collections.shuffle(order, random);
        return order;
    }

    private static Map<String, AttributeValue> recorded(List<Observation> seen) {
        forget();
        seen.forEach(recorder(NOW)::record);
        return item();
    }

    private static void forget() {
        database.client().deleteItem(request -> request.tableName(table).key(key()));
    }

    private static Map<String, AttributeValue> item() {
        return database.client().getItem(request -> request.tableName(table).key(key())).item();
    }

    private static Map<String, AttributeValue> key() {
        return Map.of("BackupArn", AttributeValue.fromS(ARN.text()));
    }

    // -- What was seen, and what is said of it -----------------------------------------------------------------------

    private static Backup found(Instant now, Observation... seen) {
        forget();
        List.of(seen).forEach(recorder(NOW)::record);
        return catalog(now).find(ARN).orElseThrow();
    }

    @Example
    void theNewestDescriptionCounts() {
        Backup backup = found(minute(9), Observation.seen(description("AVAILABLE", "USER", 2), minute(2)),
                Observation.seen(description("AVAILABLE", "USER", 1), minute(1)));
        assertEquals(new Backup(description("AVAILABLE", "USER", 2), null), backup);
    }

    @Example
    void aTombstoneIsTheLastDescriptionWithWhenAndWhyTheBackupWent() {
        Backup backup = found(minute(9), Observation.gone(ARN, minute(4), DeletionReason.DELETED),
                Observation.seen(description("AVAILABLE", "USER", 2), minute(2)));
        assertEquals(new Backup(description("DELETED", "USER", 2), new Deletion(minute(4), DeletionReason.DELETED)),
                backup);
    }

    @Example
    void theFirstWhoSawItGoSaysWhen() {
        Backup backup = found(minute(9), Observation.gone(ARN, minute(4), DeletionReason.DELETED),
                Observation.gone(ARN, minute(3), DeletionReason.DELETED),
                Observation.gone(ARN, minute(2), DeletionReason.SWEPT));
        assertEquals(new Deletion(minute(3), DeletionReason.DELETED), backup.deletion());
    }

    @Example
    void ofABackupOfWhichOnlyTheEndWasSeenIsKnownWhatItsArnSays() {
        Backup backup = found(minute(9), Observation.gone(ARN, minute(4), DeletionReason.DELETED));
        assertEquals(BackupDescription.builder()
                .backupDetails(details -> details.backupArn(ARN.text()).backupStatus("DELETED")
                        .backupCreationDateTime(Instant.ofEpochMilli(1_489_173_575_360L)))
                .sourceTableDetails(table -> table.tableName("Music")
                        .tableArn("arn:aws:dynamodb:us-east-1:111122223333:table/Music"))
                .build(), backup.description());
    }

    @Example
    void anArnMaySayTheTypeToo() {
        assertEquals(BackupType.AWS_BACKUP,
                typeOf("arn:aws:backup:us-east-1:111122223333:recovery-point:8a92c3f1-e475-4d9e-95e6-7c138f2d4b0a"));
        assertEquals(BackupType.SYSTEM,
                typeOf("arn:aws:dynamodb:us-east-1:111122223333:table/Music/backup/01489173575360-00000000"));
    }

    private static BackupType typeOf(String arn) {
        return BackupItem.merge(Optional.empty(),
                Observation.gone(BackupArn.parse(arn), minute(4), DeletionReason.SWEPT), Optional.empty(), NOW)
                .description().backupDetails().backupType();
    }

    @Example
    void whatWentBeforeItExpiredStaysGoneForThatReason() {
        Observation seen = Observation.seen(description("AVAILABLE", "SYSTEM", 1), minute(1));
        for (DeletionReason reason : List.of(DeletionReason.SWEPT, DeletionReason.DELETED)) {
            assertEquals(new Deletion(minute(2), reason),
                    found(minute(9), seen, Observation.gone(ARN, minute(2), reason)).deletion());
            assertEquals(new Deletion(minute(3), DeletionReason.EXPIRED),
                    found(minute(9), seen, Observation.gone(ARN, minute(4), reason)).deletion());
        }
    }

    @Example
    void anItemThatIsNeverAsItWasReadIsNotTriedForEver() {
        found(minute(0), Observation.seen(description("AVAILABLE", "USER", 1), minute(1)));
        AtomicInteger others = new AtomicInteger();
        try (DynamoDbClient client = database.client(new ExecutionInterceptor() {
            @Override
            public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
                if (context.request() instanceof PutItemRequest) {
                    set("DeletedAt", AttributeValue.fromS("another writer's " + others.incrementAndGet()));
                }
            }
        })) {
            BackupRecorder recorder = new BackupRecorder(client, table, RETENTION, InstantSource.fixed(NOW));
            Observation observation = Observation.gone(ARN, minute(2), DeletionReason.DELETED);
            assertThrows(IllegalStateException.class, () -> recorder.record(observation));
        }
        assertEquals(50, others.get());
    }

    private static void set(String attribute, AttributeValue value) {
        database.client().updateItem(request -> request.tableName(table).key(key())
                .updateExpression("SET #name = :value").expressionAttributeNames(Map.of("#name", attribute))
                .expressionAttributeValues(Map.of(":value", value)));
    }

    @Example
    void anObservationIsOfTheBackupThatItDescribes() {
        BackupArn other = BackupArn
                .parse("arn:aws:dynamodb:us-east-1:111122223333:table/Music/backup/01489173575361-b308cd7d");
        BackupDescription description = description("AVAILABLE", "USER", 1);
        assertThrows(IllegalArgumentException.class,
                () -> new Observation(other, minute(0), description, null, null, false));
        assertThrows(IllegalArgumentException.class, () -> new Observation(other, minute(0), null, null, null, false));
    }

    @Example
    void whatASweepMissedIsBackWhenItIsSeenLater() {
        Backup backup = found(minute(9), Observation.seen(description("AVAILABLE", "USER", 1), minute(1)),
                Observation.gone(ARN, minute(2), DeletionReason.SWEPT),
                Observation.seen(description("AVAILABLE", "USER", 1), minute(3)));
        assertEquals(new Backup(description("AVAILABLE", "USER", 1), null), backup);
    }

    @Example
    void whatASweepMissedIsDeletedUntilItIsSeenAgain() {
        Backup backup = found(minute(9), Observation.gone(ARN, minute(2), DeletionReason.SWEPT),
                Observation.seen(description("AVAILABLE", "USER", 1), minute(1)));
        assertEquals(new Backup(description("DELETED", "USER", 1), new Deletion(minute(2), DeletionReason.SWEPT)),
                backup);
    }

    @Example
    void aSystemBackupIsThereUntilTheMomentItExpires() {
        Observation seen = Observation.seen(description("AVAILABLE", "SYSTEM", 1), minute(1));
        assertEquals(new Backup(description("AVAILABLE", "SYSTEM", 1), null), found(minute(3).minusMillis(1), seen));
        assertEquals(new Backup(description("DELETED", "SYSTEM", 1), new Deletion(minute(3), DeletionReason.EXPIRED)),
                found(minute(3), seen));
    }

    // -- What lists and events say beside full descriptions -----------------------------------------------------------

    @Example
    void aSummaryThatComesLaterChangesTheDetailsAndLeavesWhatOnlyAFullDescriptionSays() {
        Backup backup = found(minute(9), Observation.seen(full("AVAILABLE", 1), minute(1)),
                Observation.listed(summary("AVAILABLE", 2), minute(2)));
        assertEquals(full("AVAILABLE", 2), backup.description());
    }

    @Example
    void aDescriptionWithoutATableLeavesTheTableThatIsKnown() {
        Backup backup = found(minute(9), Observation.listed(summary("CREATING", 1), minute(1)),
                Observation.seen(detailsOnly("AVAILABLE", 1), minute(2)));
        assertEquals(description("AVAILABLE", "USER", 1), backup.description());
    }

    @Example
    void aFullDescriptionCountsMoreThanALaterOneThatSaysLessOfTheTable() {
        Backup backup = found(minute(9), Observation.listed(summary("AVAILABLE", 1), minute(5)),
                Observation.seen(full("AVAILABLE", 1), minute(1)));
        assertEquals(full("AVAILABLE", 1), backup.description());
    }

    @Example
    void whatAnArnSaysOfATableGivesWayToADescriptionThatSaysNothing() {
        Observation gone = Observation.gone(ARN, minute(4), DeletionReason.DELETED);
        Observation seen = Observation.seen(detailsOnly("AVAILABLE", 1), minute(1));
        assertEquals(detailsOnly("DELETED", 1), found(minute(9), gone, seen).description());
        assertEquals(detailsOnly("DELETED", 1), found(minute(9), seen, gone).description());
    }

    @Example
    void aBackupIsUndescribedWhileItIsThereAndItsFullDescriptionWasNotSeenSinceItWasMade() {
        assertEquals("111122223333/us-east-1", undescribed(Observation.listed(summary("AVAILABLE", 1), minute(1))));
        assertEquals("111122223333/us-east-1", undescribed(Observation.seen(detailsOnly("CREATING", 1), minute(1))));
        assertEquals("111122223333/us-east-1", undescribed(Observation.seen(full("CREATING", 1), minute(1))));
        assertNull(undescribed(Observation.seen(full("AVAILABLE", 1), minute(1))));
        assertNull(undescribed(Observation.seen(full("CREATING", 1), minute(1)),
                Observation.listed(summary("AVAILABLE", 1), minute(2))));
        assertNull(undescribed(Observation.listed(summary("AVAILABLE", 1), minute(1)),
                Observation.gone(ARN, minute(2), DeletionReason.SWEPT)));
    }

    @Example
    void aRecoveryPointOfAwsBackupIsNeverUndescribedSinceNoDescribeBackupKnowsIt() {
        String arn = "arn:aws:backup:us-east-1:111122223333:recovery-point:8a92c3f1-e475-4d9e-95e6-7c138f2d4b0a";
        forget();
        recorder(NOW).record(Observation
                .listed(BackupSummary.builder().backupArn(arn).backupStatus("AVAILABLE").build(), minute(1)));
        assertFalse(database.client().getItem(request -> request.tableName(table)
                .key(Map.of("BackupArn", AttributeValue.fromS(arn)))).item().containsKey("Undescribed"));
    }

    @Example
    void aRecoveryPointWithAnArnOfDynamoDbIsUndescribedUntilDynamoDbDescribesItOrDoesNotKnowIt() {
        Observation listed = Observation.listed(summary("CREATING", 1).toBuilder().backupType("AWS_BACKUP").build(),
                minute(1));
        assertEquals("111122223333/us-east-1", undescribed(listed));
        assertNull(undescribed(listed, Observation.seen(full("CREATING", 1).toBuilder().backupDetails(
                full("CREATING", 1).backupDetails().toBuilder().backupType("AWS_BACKUP").build()).build(), minute(2))));
        assertNull(undescribed(listed, Observation.askedInVain(ARN, minute(2))));
        assertNull(undescribed(Observation.askedInVain(ARN, minute(2)), Observation.askedInVain(ARN, minute(1)),
                listed));
        assertEquals(minute(2).toString(), text("AskedAt"));
    }

    private static @Nullable String undescribed(Observation... seen) {
        found(minute(9), seen);
        return text("Undescribed");
    }

    @Example
    void recordingTellsWhetherTheItemChanged() {
        forget();
        BackupRecorder recorder = recorder(NOW);
        Observation seen = Observation.seen(full("AVAILABLE", 1), minute(2));
        assertTrue(recorder.record(seen));
        assertFalse(recorder.record(seen));
        assertFalse(recorder.record(Observation.seen(full("AVAILABLE", 2), minute(1))));
        assertTrue(recorder.record(Observation.gone(ARN, minute(3), DeletionReason.SWEPT)));
    }

    @Example
    void anObservationOfATimeThatIsYetToComeIsRefused() {
        forget();
        BackupRecorder recorder = recorder(minute(3));
        Observation ahead = Observation.seen(full("AVAILABLE", 1), minute(4).plusMillis(1));
        assertThrows(FutureObservationException.class, () -> recorder.record(ahead));
        assertEquals(Map.of(), item());
        assertTrue(recorder.record(Observation.seen(full("AVAILABLE", 1), minute(4))));
    }

    // -- How long it stays -------------------------------------------------------------------------------------------

    @Example
    void aTombstoneIsForgottenWhenItsTimeIsUpThoughTheTableTakesLonger() {
        Observation gone = Observation.gone(ARN, minute(4), DeletionReason.DELETED);
        assertTrue(found(NOW.plus(WEEK).minusSeconds(1), gone).isGone());
        assertEquals(Optional.empty(), catalog(NOW.plus(WEEK)).find(ARN));
    }

    @Example
    void theRetentionOfATombstoneCountsFromWhenItIsRecordedIfThatIsLaterThanTheDeletion() {
        forget();
        recorder(minute(30)).record(Observation.gone(ARN, minute(4), DeletionReason.DELETED));
        assertEquals(minute(30).plus(WEEK).getEpochSecond(), expiresAt());
    }

    @Example
    void theRetentionOfATombstoneDoesNotBeginAnewWhenItIsRecordedAgain() {
        forget();
        Observation gone = Observation.gone(ARN, minute(4), DeletionReason.DELETED);
        recorder(minute(5)).record(gone);
        recorder(minute(30)).record(gone);
        recorder(minute(40)).record(Observation.listed(summary("AVAILABLE", 1), minute(1)));
        assertEquals(minute(5).plus(WEEK).getEpochSecond(), expiresAt());
    }

    @Example
    void aSystemBackupIsForgottenAfterItHasExpired() {
        forget();
        recorder(minute(1)).record(Observation.seen(description("AVAILABLE", "SYSTEM", 1), minute(1)));
        assertEquals(minute(3).plus(WEEK).getEpochSecond(), expiresAt());
    }

    @Example
    void aSystemBackupThatIsDeletedBeforeItExpiresIsForgottenEarlier() {
        forget();
        recorder(minute(1)).record(Observation.seen(description("AVAILABLE", "SYSTEM", 1), minute(1)));
        recorder(minute(2)).record(Observation.gone(ARN, minute(2), DeletionReason.DELETED));
        assertEquals(minute(2).plus(WEEK).getEpochSecond(), expiresAt());
    }

    private static long expiresAt() {
        return Long.parseLong(Optional.ofNullable(item().get("ExpiresAt")).orElseThrow().n());
    }

    @Example
    void aBackupThatIsThereStays() {
        found(minute(0), Observation.seen(description("AVAILABLE", "USER", 1), minute(1)));
        assertFalse(item().containsKey("ExpiresAt"));
    }

    @Example
    void withoutARetentionNothingIsForgotten() {
        forget();
        recorder(Optional.empty(), NOW).record(Observation.gone(ARN, minute(4), DeletionReason.DELETED));
        assertFalse(item().containsKey("ExpiresAt"));
    }

    // -- Items of others ---------------------------------------------------------------------------------------------

    @Example
    void anItemThatSomebodyElsePutThereIsReadAndReplaced() {
        forget();
        database.client().putItem(request -> request.tableName(table).item(Map.of("BackupArn",
                AttributeValue.fromS(ARN.text()), "BackupDescription",
                AwsItem.write(description("DELETED", "USER", 1)))));
        BackupCatalog catalog = catalog(NOW);
        assertEquals(Optional.of(new Backup(description("DELETED", "USER", 1), null)), catalog.find(ARN));
        recorder(NOW).record(Observation.seen(description("AVAILABLE", "USER", 2), minute(0)));
        assertEquals(Optional.of(new Backup(description("AVAILABLE", "USER", 2), null)), catalog.find(ARN));
    }

    @Example
    void anItemSaysInWhichPartitionsItIs() {
        found(minute(0), Observation.seen(description("AVAILABLE", "USER", 1), minute(1)));
        assertEquals("111122223333/us-east-1/USER", text("AccountPartition"));
        assertEquals("111122223333/us-east-1/Music/USER", text("TablePartition"));
        assertEquals("01489173575360-b308cd7d/Music", text("CreationOrder"));
        found(minute(0), Observation.gone(ARN, minute(2), DeletionReason.DELETED));
        assertEquals("111122223333/us-east-1/OTHER/DELETED", text("AccountPartition"));
    }

    private static @Nullable String text(String attribute) {
        AttributeValue value = item().get(attribute);
        return value == null ? null : value.s();
    }
}
