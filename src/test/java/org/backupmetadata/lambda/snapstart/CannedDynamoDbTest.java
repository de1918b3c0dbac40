package org.backupmetadata.lambda.snapstart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.backupmetadata.catalog.Backup;
import org.backupmetadata.catalog.BackupCatalog;
import org.backupmetadata.catalog.BackupPage;
import org.backupmetadata.catalog.BackupQuery;
import org.backupmetadata.catalog.Items;
import org.backupmetadata.model.BackupArn;
import org.backupmetadata.model.Place;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.BackupSummary;
import software.amazon.awssdk.services.dynamodb.model.BackupType;

/** The canned answers hold backups: hardly any code would be run for an empty answer. */
class CannedDynamoDbTest {

    @BeforeAll
    static void nameARegion() {
        System.setProperty("aws.region", "us-east-1");
    }

    @Test
    void aCannedLookupFindsABackup() {
        assertTrue(catalog().find(BackupArn.parse(
                "arn:aws:dynamodb:us-east-1:000000000000:table/Priming/backup/00000000000000-00000000")).isPresent());
    }

    /** The code that the compiler has not seen would be slow for the first true answers. */
    @Test
    void theCannedItemHasTheAttributesThatTheCatalogueWrites() throws IOException {
        Backup backup = catalog().find(BackupArn.parse(
                "arn:aws:dynamodb:us-east-1:000000000000:table/Priming/backup/00000000000000-00000000")).orElseThrow();
        Set<String> written = Items.of(backup.description()).keySet();
        try (InputStream item = CannedDynamoDb.class.getResourceAsStream("item.json")) {
            Set<String> rehearsed = new TreeSet<>();
            new ObjectMapper().readTree(item).path("Item").fieldNames().forEachRemaining(rehearsed::add);
            assertEquals(new TreeSet<>(written), rehearsed);
        }
    }

    @Test
    void aCannedListHasBackupsOfEachType() {
        assertEquals("USER USER AWS_BACKUP SYSTEM", types(list(null, 100)));
        assertEquals("USER USER", types(list(BackupType.USER, 100)));
    }

    @Test
    void aCannedPageOfTwoHasMoreToCome() {
        assertTrue(list(null, 2).more());
    }

    private static BackupPage list(@Nullable BackupType type, int limit) {
        return catalog()
                .list(new BackupQuery(Place.of("000000000000", "us-east-1"), "Priming", type, null, null, null, false,
                        limit));
    }

    private static String types(BackupPage page) {
        return page.backups().stream().map(BackupSummary::backupTypeAsString).collect(Collectors.joining(" "));
    }

    private static BackupCatalog catalog() {
        return new BackupCatalog(CannedDynamoDb.client(), "Backups", Duration.ofMinutes(1), InstantSource.system(),
                item -> {
                    throw item;
                });
    }
}
