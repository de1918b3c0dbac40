package org.backupmetadata.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.backupmetadata.benchmark.ReadUnits.Cost;
import org.backupmetadata.catalog.BackupQuery;
import org.backupmetadata.catalog.BackupRecorder;
import org.backupmetadata.catalog.Observation;
import org.backupmetadata.local.LocalDatabase;
import org.backupmetadata.local.SamTemplate;
import org.backupmetadata.model.BackupArn;
import org.backupmetadata.model.Place;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.BackupDescription;
import software.amazon.awssdk.services.dynamodb.model.BackupType;

/**
 * What each access costs, as {@code src/docs/table.md} says: a list reads what it returns, whatever else there is. The
 * embedded database counts the units; {@link ReadUnits} corrects them where DynamoDB counts otherwise.
 */
class ReadUnitsTest {

    private static final String ACCOUNT = "111122223333";
    private static final String TABLE_ARN = "arn:aws:dynamodb:us-east-1:" + ACCOUNT + ":table/Orders";
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final int OF_EACH = 150;

    @SuppressWarnings("NullAway.Init")
    private static LocalDatabase database;

    @SuppressWarnings("NullAway.Init")
    private static ReadUnits units;

    /** The account has as many recovery points of AWS Backup, tombstones and expired backups as backups of the user. */
    @BeforeAll
    static void fillATable() throws IOException {
        database = LocalDatabase.start();
        SamTemplate template = database.createTables(SamTemplate.read(Path.of("template.yaml")));
        BackupRecorder recorder = database.recorder(template);
        for (int i = 0; i < OF_EACH; i++) {
            recorder.record(seen(4 * i, "USER", "AVAILABLE"));
            recorder.record(seen(4 * i + 1, "AWS_BACKUP", "AVAILABLE"));
            recorder.record(seen(4 * i + 2, "USER", "DELETED"));
            recorder.record(seen(4 * i + 3, "SYSTEM", "AVAILABLE"));
        }
        units = new ReadUnits(database, template.backupTable().tableName());
    }

    @AfterAll
    static void close() {
        units.close();
        database.close();
    }

    private static Observation seen(int number, String type, String status) {
        Instant created = NOW.minus(Duration.ofDays(100)).plusMillis(number);
        return Observation.seen(BackupDescription.builder()
                .backupDetails(details -> details.backupArn(arn(created.toEpochMilli())).backupName("nightly-of-orders")
                        .backupType(type).backupStatus(status).backupCreationDateTime(created)
                        .backupSizeBytes(1_234_567L)
                        .backupExpiryDateTime(type.equals("SYSTEM") ? created.plus(Duration.ofDays(35)) : null))
                .sourceTableDetails(table -> table.tableName("Orders").tableArn(TABLE_ARN)
                        .tableId("2f1b6c1e-8d5c-4f1a-9b7e-3a6f0d5c8e21"))
                .build(), NOW);
    }

    private static String arn(long created) {
        return TABLE_ARN + String.format(Locale.ROOT, "/backup/%014d-0a1b2c3d", created);
    }

    private static Cost list(@Nullable String tableName, @Nullable BackupType type, boolean history, int expected) {
        BackupQuery query = new BackupQuery(Place.of(ACCOUNT, "us-east-1"), tableName, type, null, null, null, history,
                100);
        return units.of(catalog -> assertEquals(expected, catalog.list(query).backups().size()));
    }

    @Test
    void aLookupIsHalfAUnitAndAMissOneAndAHalf() {
        BackupArn there = BackupArn.parse(arn(NOW.minus(Duration.ofDays(100)).toEpochMilli()));
        assertEquals(new Cost(1, 0.5), units.of(catalog -> assertTrue(catalog.find(there).isPresent())));
        assertEquals(new Cost(2, 1.5),
                units.of(catalog -> assertTrue(catalog.find(BackupArn.parse(arn(0))).isEmpty())));
    }

    @Test
    void aHundredOfOneTypeAreOneQueryThatReadsNothingElse() {
        assertEquals(new Cost(1, 5.5), list(null, BackupType.USER, false, 100));
        assertEquals(new Cost(1, 5.5), list("Orders", BackupType.USER, false, 100));
    }

    @Test
    void whatHasExpiredIsNotEvenRead() {
        assertEquals(new Cost(2, 1.0), list("Orders", BackupType.SYSTEM, false, 0));
    }

    /** No SYSTEM backup can be as old as the end of this page, so they are not asked for. */
    @Test
    void everyTypeIsAQueryEachUntilThePageIsFull() {
        assertEquals(new Cost(3, 11.5), list(null, null, false, 100));
    }

    @Test
    void historyIsAsManyQueriesAgain() {
        assertEquals(new Cost(2, 11.0), list(null, BackupType.USER, true, 100));
    }
}
