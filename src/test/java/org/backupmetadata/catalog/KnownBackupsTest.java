package org.backupmetadata.catalog;

import static org.backupmetadata.catalog.Observations.minute;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.backupmetadata.local.LocalDatabase;
import org.backupmetadata.local.SamTemplate;
import org.backupmetadata.model.BackupArn;
import org.backupmetadata.model.Place;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.BackupSummary;

/** The questions that a sweep asks the catalogue. */
class KnownBackupsTest {

    private static final Place PLACE = Place.of("111122223333", "us-east-1");
    private static final Place ABROAD = Place.of("111122223333", "eu-west-1");
    private static final Place CROWDED = Place.of("111122223333", "eu-central-1");
    private static final Instant NOW = minute(9);

    @SuppressWarnings("NullAway.Init")
    private static LocalDatabase database;

    @SuppressWarnings("NullAway.Init")
    private static KnownBackups known;

    @SuppressWarnings("NullAway.Init")
    private static BackupRecorder recorder;

    @BeforeAll
    static void fillATable() throws IOException {
        database = LocalDatabase.start();
        String table = database.createTables(SamTemplate.read(Path.of("template.yaml"))).backupTable().tableName();
        known = new KnownBackups(database.client(), table, InstantSource.fixed(NOW), item -> {
            throw item;
        });
        recorder = new BackupRecorder(database.client(), table, Optional.empty(), InstantSource.fixed(NOW));
        list(summary(PLACE, 1000, "USER"));
        list(summary(PLACE, 2000, "USER"));
        list(summary(PLACE, 3000, "SYSTEM").backupExpiryDateTime(minute(9)));
        list(summary(PLACE, 4000, "SYSTEM").backupExpiryDateTime(minute(10)));
        list(summary(PLACE, 5000, "AWS_BACKUP"));
        list(summary(PLACE, 6000, "A type of next year"));
        list(summary(PLACE, 7000, "USER"));
        recorder.record(Observation.gone(arn(PLACE, 7000), minute(5), DeletionReason.DELETED));
        list(summary(ABROAD, 8000, "USER"));
        for (int i = 1; i <= 3; i++) {
            list(summary(CROWDED, 1000, "USER").backupArn(arn(CROWDED, 1000).text().replace("-b3", "-" + i + "0")));
        }
        list(summary(CROWDED, 1000, "AWS_BACKUP"));
        list(summary(CROWDED, 1001, "AWS_BACKUP"));
        for (int i = 1; i <= 3; i++) {
            list(summary(CROWDED, 1000, "AWS_BACKUP")
                    .backupArn("arn:aws:backup:eu-central-1:111122223333:recovery-point:" + i));
        }
    }

    @AfterAll
    static void stopTheDatabase() {
        database.close();
    }

    private static void list(BackupSummary.Builder summary) {
        recorder.record(Observation.listed(summary.build(), minute(1)));
    }

    private static BackupSummary.Builder summary(Place place, long milliseconds, String type) {
        return BackupSummary.builder().backupArn(arn(place, milliseconds).text()).backupType(type)
                .backupStatus("AVAILABLE").backupSizeBytes(1L).tableName("Music");
    }

    private static BackupArn arn(Place place, long milliseconds) {
        return BackupArn.parse("arn:aws:dynamodb:" + place.region() + ":" + place.account()
                + ":table/Music/backup/0000000000" + milliseconds + "-b308cd7d");
    }

    private static List<Long> living(Place place, long from, long to) {
        return known.living(place, Instant.ofEpochMilli(from), Instant.ofEpochMilli(to))
                .map(backup -> backup.arn().creationTime().orElseThrow().toEpochMilli()).sorted().toList();
    }

    @Test
    void theLivingAreThoseOfEveryTypeThatAreNeitherDeletedNorExpired() {
        assertEquals(List.of(1000L, 2000L, 4000L, 5000L, 6000L), living(PLACE, 0, 10_000));
        assertEquals(List.of(8000L), living(ABROAD, 0, 10_000));
        assertEquals(List.of(), living(Place.of("444455556666", "us-east-1"), 0, 10_000));
    }

    @Test
    void aWindowBeginsWithItsFirstMillisecondAndEndsBeforeItsLast() {
        assertEquals(List.of(2000L, 4000L), living(PLACE, 2000, 5000));
        assertEquals(List.of(), living(PLACE, 2001, 4000));
        assertEquals(List.of(), living(PLACE, 2000, 2000));
    }

    @Test
    void recoveryPointsAreThoseOfAwsBackupThatAreNotDeleted() {
        assertEquals(List.of(arn(PLACE, 5000)),
                known.recoveryPoints(PLACE, Instant.EPOCH).map(KnownBackup::arn).toList());
        assertEquals(List.of(), known.recoveryPoints(ABROAD, Instant.EPOCH).toList());
        assertEquals(List.of(), known.recoveryPoints(PLACE, Instant.ofEpochMilli(5001)).toList());
    }

    @Test
    void aKnownBackupIsSaidAsAListSaysIt() {
        assertEquals(List.of(new KnownBackup(arn(ABROAD, 8000), summary(ABROAD, 8000, "USER").build())),
                known.living(ABROAD, Instant.EPOCH, NOW).toList());
    }

    @Test
    void theNewestUndescribedComeFirstAndNoMoreThanAskedFor() {
        assertEquals(List.of(arn(PLACE, 6000), arn(PLACE, 5000), arn(PLACE, 4000)), known.undescribed(PLACE, 3));
        assertEquals(List.of(arn(ABROAD, 8000)), known.undescribed(ABROAD, 3));
    }

    @Test
    void anotherStatusTypeOrExpiryIsWorthAWriteAndAnotherSizeOrNameIsNot() {
        KnownBackup backup = new KnownBackup(arn(PLACE, 1000), summary(PLACE, 1000, "USER").build());
        assertFalse(backup.isOutdatedBy(summary(PLACE, 1000, "USER").backupSizeBytes(2L).backupName("x").build()));
        assertTrue(backup.isOutdatedBy(summary(PLACE, 1000, "USER").backupStatus("DELETED").build()));
        assertTrue(backup.isOutdatedBy(summary(PLACE, 1000, "AWS_BACKUP").build()));
        assertTrue(backup.isOutdatedBy(
                summary(PLACE, 1000, "USER").backupExpiryDateTime(NOW.plus(Duration.ofDays(35))).build()));
    }

    private static List<Long> next(long from, long to, int limit, @Nullable Long end) {
        return next(PLACE, from, to, limit, end);
    }

    private static List<Long> next(Place place, long from, long to, int limit, @Nullable Long end) {
        KnownBackups.Next next = known.next(place, Instant.ofEpochMilli(from), Instant.ofEpochMilli(to), limit);
        assertEquals(Optional.ofNullable(end).map(Instant::ofEpochMilli), Optional.ofNullable(next.end()));
        return next.backups().stream().map(backup -> backup.arn().creationTime().orElseThrow().toEpochMilli()).sorted()
                .toList();
    }

    @Test
    void theNextBackupsAreAllBeforeTheFirstKindOfWhichThereAreMore() {
        assertEquals(List.of(1000L, 2000L, 4000L, 5000L, 6000L), next(0, 9000, 3, null));
        assertEquals(List.of(1000L), next(0, 9000, 2, 2000L));
        assertEquals(List.of(2000L, 4000L, 5000L), next(2000, 9000, 2, 6000L));
        assertEquals(List.of(4000L, 5000L), next(3000, 6000, 2, null));
        assertEquals(List.of(), next(7000, 9000, 1, null));
    }

    @Test
    void theNextBackupsAreAllOfOneMillisecondHoweverMany() {
        assertEquals(List.of(1000L, 1000L, 1000L, 1000L), next(CROWDED, 1000, 9000, 2, 1001L));
        assertEquals(List.of(1001L), next(CROWDED, 1001, 9000, 2, null));
    }

    @Test
    void recoveryPointsWithArnsOfAwsBackupAreNoneOfTheNextBackups() {
        assertEquals(List.of(), next(CROWDED, 0, 1000, 1, null));
        assertEquals(List.of(), next(CROWDED, 0, 9000, 1, 1000L));
    }
}
