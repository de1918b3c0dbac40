package org.backupmetadata.catalog;

import static org.backupmetadata.catalog.Observations.ARN;
import static org.backupmetadata.catalog.Observations.description;
import static org.backupmetadata.catalog.Observations.minute;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.backupmetadata.local.LocalDynamoDb;
import org.backupmetadata.local.SamTemplate;
import org.backupmetadata.model.BackupArn;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BackupDescription;
import software.amazon.awssdk.services.dynamodb.model.BackupStatus;
import software.amazon.awssdk.services.dynamodb.model.BackupType;

/** What becomes of a backup's item, whatever is seen of the backup and in whichever order it is recorded. */
class RecordTest {

    private static final SamTemplate TEMPLATE = SamTemplate.read(Path.of("template.yaml"));
    private static final Duration RETENTION = Duration.ofDays(7);
    private static final int WRITERS = 4;

    @SuppressWarnings("NullAway.Init")
    private static LocalDynamoDb database;

    /** A table for each try, named by its number. */
    private static int table;

    @BeforeContainer
    static void startTheDatabase() throws IOException {
        database = LocalDynamoDb.start();
    }

    @AfterContainer
    static void stopTheDatabase() {
        database.close();
    }

    private static BackupCatalog catalog(@Nullable Duration retention, Instant now) {
        return new BackupCatalog(database.client(), tableName(), retention, InstantSource.fixed(now));
    }

    @Provide
    Arbitrary<List<Observation>> observations() {
        return Observations.any();
    }

    // -- Order and repetition ----------------------------------------------------------------------------------------

    @Property
    void anyOrderAndRepetitionOfWhatWasSeenEndsInTheSameItem(@ForAll("observations") List<Observation> seen,
            @ForAll Random random) {
        assertEquals(merged(seen), merged(shuffledAndRepeated(seen, random)));
    }

    @Property(tries = 100)
    void soItDoesInTheTable(@ForAll("observations") List<Observation> seen, @ForAll Random random) {
        assertEquals(recorded(seen), recorded(shuffledAndRepeated(seen, random)));
    }

    @Property(tries = 50)
    void soItDoesWithSeveralWritersAtOnce(@ForAll("observations") List<Observation> seen, @ForAll Random random)
            throws InterruptedException, ExecutionException {
        Map<String, AttributeValue> expected = recorded(seen);
        forget();
        BackupCatalog catalog = catalog(RETENTION, minute(0));
        try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
            List<Callable<@Nullable Void>> work = Stream.generate(() -> shuffledAndRepeated(seen, random))
                    .limit(WRITERS)
                    .map(order -> (Callable<@Nullable Void>) () -> {
                        order.forEach(catalog::record);
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
        BackupItem item = null;
        for (Observation each : seen) {
            item = BackupItem.merge(item, each, RETENTION);
        }
        return Optional.ofNullable(item).orElseThrow();
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
        seen.forEach(catalog(RETENTION, minute(0))::record);
        return item();
    }

    private static void forget() {
        table++;
        database.client().createTable(TEMPLATE.createTable().toBuilder().tableName(tableName()).build());
    }

    private static String tableName() {
        return "Table" + table;
    }

    private static Map<String, AttributeValue> item() {
        return database.client().getItem(request -> request.tableName(tableName()).key(key())).item();
    }

    private static Map<String, AttributeValue> key() {
        return Map.of("BackupArn", AttributeValue.fromS(ARN.text()));
    }

    // -- What was seen, and what is said of it -----------------------------------------------------------------------

    private static Backup found(Instant now, Observation... seen) {
        forget();
        BackupCatalog catalog = catalog(RETENTION, now);
        List.of(seen).forEach(catalog::record);
        return catalog.find(ARN).orElseThrow();
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
        return BackupItem.merge(null, Observation.gone(BackupArn.parse(arn), minute(4), DeletionReason.SWEPT), null)
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
        database.client().updateItem(request -> request.tableName(tableName()).key(key())
                .updateExpression("SET DeletedAt = :now")
                .expressionAttributeValues(Map.of(":now", AttributeValue.fromS("2026-01-01T00:00:00Z"))));
        BackupCatalog catalog = catalog(null, minute(0));
        Observation news = Observation.gone(ARN, minute(2), DeletionReason.DELETED);
        assertThrows(IllegalStateException.class, () -> catalog.record(news));
    }

    @Example
    void anObservationIsOfTheBackupThatItDescribes() {
        BackupArn other = BackupArn
                .parse("arn:aws:dynamodb:us-east-1:111122223333:table/Music/backup/01489173575361-b308cd7d");
        BackupDescription description = description("AVAILABLE", "USER", 1);
        assertThrows(IllegalArgumentException.class, () -> new Observation(other, minute(0), description, null));
        assertThrows(IllegalArgumentException.class, () -> new Observation(other, minute(0), null, null));
    }

    @Example
    void whatASweepMissedIsBackWhenItIsSeenLater() {
        Backup backup = found(minute(9), Observation.seen(description("AVAILABLE", "USER", 1), minute(1)),
                Observation.gone(ARN, minute(2), DeletionReason.SWEPT),
                Observation.seen(description("AVAILABLE", "USER", 1), minute(3)));
        assertEquals(new Backup(description("AVAILABLE", "USER", 1), null), backup);
    }

    @Example
    void whatASweepMissedIsGoneUntilThen() {
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

    // -- How long it stays -------------------------------------------------------------------------------------------

    @Example
    void aTombstoneIsForgottenWhenItsTimeIsUpThoughTheTableTakesLonger() {
        Observation gone = Observation.gone(ARN, minute(4), DeletionReason.DELETED);
        assertTrue(found(minute(4).plus(RETENTION).minusSeconds(1), gone).isGone());
        assertEquals(Optional.empty(), catalog(RETENTION, minute(4).plus(RETENTION)).find(ARN));
        assertEquals(AttributeValue.fromN(String.valueOf(minute(4).plus(RETENTION).getEpochSecond())),
                item().get("ExpiresAt"));
    }

    @Example
    void soIsASystemBackupAfterItHasExpired() {
        found(minute(0), Observation.seen(description("AVAILABLE", "SYSTEM", 1), minute(1)));
        assertEquals(AttributeValue.fromN(String.valueOf(minute(3).plus(RETENTION).getEpochSecond())),
                item().get("ExpiresAt"));
    }

    @Example
    void aBackupThatIsThereStays() {
        found(minute(0), Observation.seen(description("AVAILABLE", "USER", 1), minute(1)));
        assertFalse(item().containsKey("ExpiresAt"));
    }

    @Example
    void withoutARetentionNothingIsForgotten() {
        forget();
        catalog(null, minute(0)).record(Observation.gone(ARN, minute(4), DeletionReason.DELETED));
        assertFalse(item().containsKey("ExpiresAt"));
    }

    @Example
    void anItemThatSomebodyElsePutThereIsReadAndReplaced() {
        forget();
        database.client().putItem(request -> request.tableName(tableName()).item(Map.of("BackupArn",
                AttributeValue.fromS(ARN.text()), "BackupDescription",
                new AwsModelConverter<>(BackupDescription.class, BackupDescription::builder)
                        .transformFrom(description("DELETED", "USER", 1)))));
        BackupCatalog catalog = catalog(null, minute(0));
        assertEquals(Optional.of(new Backup(description("DELETED", "USER", 1), null)), catalog.find(ARN));
        catalog.record(Observation.seen(description("AVAILABLE", "USER", 2), minute(0)));
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
