package org.backupmetadata.catalog;

import static org.backupmetadata.catalog.Observations.ARN;
import static org.backupmetadata.catalog.Observations.full;
import static org.backupmetadata.catalog.Observations.minute;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.backupmetadata.local.LocalDatabase;
import org.backupmetadata.local.SamTemplate;
import org.backupmetadata.model.BackupArn;
import org.backupmetadata.model.Place;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.BackupSummary;

/** Keys and times are the same wherever the service runs, also where people write digits or letters otherwise. */
class LocaleTest {

    private static final Instant NOW = minute(9);
    private static final String RECOVERY_POINT = "arn:aws:backup:us-east-1:111122223333:recovery-point:8a92c3f1-e475-4d9e";

    private final Locale before = Locale.getDefault();

    @AfterEach
    void restoreTheLocale() {
        Locale.setDefault(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ar-EG-u-nu-arab", "ar-EG", "fa-IR", "hi-IN-u-nu-deva", "th-TH-u-ca-buddhist-nu-thai",
            "tr-TR"})
    void anItemAndAListAreTheSameInEveryLocale(String locale) throws IOException {
        Locale.setDefault(Locale.ROOT);
        List<String> expected = recordedAndListed();
        Locale.setDefault(Locale.forLanguageTag(locale));
        assertEquals(expected, recordedAndListed());
    }

    private static List<String> recordedAndListed() throws IOException {
        try (LocalDatabase database = LocalDatabase.start()) {
            String table = database.createTables(SamTemplate.read(Path.of("template.yaml"))).backupTable().tableName();
            BackupRecorder recorder = new BackupRecorder(database.client(), table, Optional.of(Duration.ofDays(7)),
                    InstantSource.fixed(NOW));
            recorder.record(Observation.seen(full("AVAILABLE", 1), minute(1)));
            recorder.record(Observation.gone(ARN, minute(2), DeletionReason.SWEPT));
            recorder.record(Observation.gone(BackupArn.parse(RECOVERY_POINT), minute(3), DeletionReason.DELETED));
            BackupCatalog catalog = new BackupCatalog(database.client(), table, Duration.ofMinutes(1),
                    InstantSource.fixed(NOW), item -> {
                        throw item;
                    });
            List<BackupSummary> listed = catalog.list(new BackupQuery(Place.of("111122223333", "us-east-1"), null, null,
                    Instant.EPOCH, NOW, null, true, 100)).backups();
            assertEquals(2, listed.size());
            return List.of(database.client().scan(request -> request.tableName(table)).items().toString(),
                    listed.toString(), catalog.find(ARN).orElseThrow().toString());
        }
    }
}
