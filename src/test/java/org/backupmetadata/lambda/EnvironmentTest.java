package org.backupmetadata.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentTest {

    @Test
    void readersAreAccountsSeparatedByCommas() {
        assertEquals(Set.of("111122223333", "444455556666"),
                Environment.of(Map.of("TABLE_NAME", "t", "READER_ACCOUNTS", " 111122223333, 444455556666")).readers()
                        .accounts());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void thereMayBeNoReaders(String list) {
        assertEquals(Set.of(),
                Environment.of(Map.of("TABLE_NAME", "t", "READER_ACCOUNTS", list)).readers().accounts());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"11112222333|11112222333", "1111222233334|1111222233334", "*|*",
            "111122223333;444455556666|111122223333;444455556666", "111122223333,|''", "444455556666,root|root"})
    void aReaderThatIsNoAccountKeepsTheFunctionFromStarting(String list, String wrong) {
        Map<String, String> environment = Map.of("TABLE_NAME", "t", "READER_ACCOUNTS", list);
        assertEquals(
                "The environment variable READER_ACCOUNTS is wrong: '" + wrong + "' is not a 12-digit AWS account id."
                        + " Set it to account ids separated by commas, or leave it empty.",
                assertThrows(IllegalArgumentException.class, () -> Environment.of(environment)).getMessage());
    }

    @Test
    void aMissingTableNameKeepsTheFunctionFromStarting() {
        assertEquals("The environment variable TABLE_NAME is missing: set it to the name of the table of backups.",
                assertThrows(IllegalArgumentException.class, () -> Environment.of(Map.of())).getMessage());
    }
}
