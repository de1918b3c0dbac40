package org.backupmetadata.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyTest {

    @ParameterizedTest
    @ValueSource(strings = {"80", "c3", "c080", "eda080", "f8888080", "ff"})
    void bytesThatAreNoUtf8AreNoJson(String hex) {
        Body body = Body.of(HexFormat.of().parseHex("7b2261223a22" + hex + "227d")); // {"a":"..."}
        assertFalse(body.isEmpty());
        assertEquals(ApiError.SERIALIZATION, assertThrows(ApiException.class, body::json).error());
    }

    @Test
    void theReplacementCharacterIsACharacterLikeAnyOther() {
        String json = "{\"TableName\":\"\ufffd\"}";
        assertEquals(json, Body.of(json.getBytes(StandardCharsets.UTF_8)).json());
    }

    @Test
    void noBytesAreNoBody() {
        assertTrue(Body.of(new byte[0]).isEmpty());
    }
}
