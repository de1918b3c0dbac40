package org.backupmetadata.lambda.apigateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.backupmetadata.api.Caller;
import org.backupmetadata.model.AccountId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiSettingsTest {

    @Test
    void readersAreAccountsSeparatedByCommas() {
        assertEquals(Set.of(AccountId.parse("111122223333"), AccountId.parse("444455556666")),
                ApiSettings.of(Map.of("TABLE_NAME", "t", "READER_ACCOUNTS", " 111122223333, 444455556666")).readers()
                        .accounts());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void thereMayBeNoReaders(String list) {
        assertEquals(Set.of(),
                ApiSettings.of(Map.of("TABLE_NAME", "t", "READER_ACCOUNTS", list)).readers().accounts());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"11112222333|11112222333", "1111222233334|1111222233334", "*|*",
            "111122223333;444455556666|111122223333;444455556666", "111122223333,|''", "444455556666,root|root"})
    void aReaderThatIsNoAccountKeepsTheFunctionFromStarting(String list, String wrong) {
        Map<String, String> environment = Map.of("TABLE_NAME", "t", "READER_ACCOUNTS", list);
        assertEquals(
                "The environment variable READER_ACCOUNTS is wrong: '" + wrong + "' is not a 12-digit AWS account id."
                        + " Set it to account ids separated by commas, or leave it empty.",
                assertThrows(IllegalArgumentException.class, () -> ApiSettings.of(environment)).getMessage());
    }

    @ParameterizedTest
    @CsvSource({"true,1", "false,$LATEST", ",$LATEST", "true,", "TRUE,$LATEST", ","})
    void aLocalCallerKeepsADeployedFunctionFromStarting(@Nullable String samLocal, @Nullable String version) {
        Map<String, String> environment = new HashMap<>(
                Map.of("TABLE_NAME", "t", "LOCAL_CALLER_ACCOUNT", "111122223333"));
        if (samLocal != null) {
            environment.put("AWS_SAM_LOCAL", samLocal);
        }
        if (version != null) {
            environment.put("AWS_LAMBDA_FUNCTION_VERSION", version);
        }
        assertEquals(
                "The environment variable LOCAL_CALLER_ACCOUNT is for `sam local` only: here it would make a caller"
                        + " of anybody. Remove it.",
                assertThrows(IllegalArgumentException.class, () -> ApiSettings.of(environment)).getMessage());
    }

    @Test
    void samLocalMayNameACaller() {
        assertEquals(new Caller(AccountId.parse("111122223333")),
                ApiSettings.of(samLocal("111122223333")).localCaller());
    }

    @Test
    void aDeployedFunctionHasNoLocalCaller() {
        assertNull(ApiSettings.of(Map.of("TABLE_NAME", "t", "LOCAL_CALLER_ACCOUNT", "")).localCaller());
    }

    @Test
    void aLocalCallerThatIsNoAccountKeepsTheFunctionFromStarting() {
        assertEquals("The environment variable LOCAL_CALLER_ACCOUNT is wrong: 'me' is not a 12-digit AWS account id."
                + " Set it to one, or remove it.",
                assertThrows(IllegalArgumentException.class, () -> ApiSettings.of(samLocal("me"))).getMessage());
    }

    private static Map<String, String> samLocal(String caller) {
        return Map.of("TABLE_NAME", "t", "LOCAL_CALLER_ACCOUNT", caller, "AWS_SAM_LOCAL", "true",
                "AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
    }
}
