package org.backupmetadata.lambda.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "00"})
    void tombstonesStayForEver(String days) {
        assertEquals(Optional.empty(), retentionOf(days));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 30, 36500})
    void tombstonesStayForSoManyDays(int days) {
        assertEquals(Optional.of(Duration.ofDays(days)), retentionOf(String.valueOf(days)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1.5", "week", " 7", "100000", "\u0667"})
    void aRetentionThatIsNoNumberOfDaysKeepsTheFunctionFromStarting(String days) {
        assertEquals(
                "The environment variable TOMBSTONE_RETENTION_DAYS is wrong: '" + days
                        + "' is not a number of days. Set it to one, or to 0 for ever.",
                assertThrows(IllegalArgumentException.class, () -> retentionOf(days)).getMessage());
    }

    private static Optional<Duration> retentionOf(String days) {
        return new Settings(Map.of("TOMBSTONE_RETENTION_DAYS", days)).tombstoneRetention();
    }

    @Test
    void aMissingTableNameKeepsTheFunctionFromStarting() {
        assertEquals("The environment variable TABLE_NAME is missing: set it to the name of the table of backups.",
                assertThrows(IllegalArgumentException.class, () -> new Settings(Map.of()).tableName()).getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void aBlankVariableIsAsIfItWereNotSet(String blank) {
        Settings settings = new Settings(Map.of("NAME", blank));
        assertEquals(Optional.empty(), settings.find("NAME"));
        assertThrows(IllegalArgumentException.class, () -> settings.required("NAME", "a name"));
    }
}
