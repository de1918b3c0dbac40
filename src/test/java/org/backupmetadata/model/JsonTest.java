package org.backupmetadata.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import org.backupmetadata.model.Json.Kind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    private static InputStream stream(String json) {
        return new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatIsNotReadOfAValueIsSkipped() throws IOException {
        List<String> read = new ArrayList<>();
        String json = "{'a':{'x':[1,{'y':2}]},'b':['text',[3]],'c':'last'}".replace('\'', '"');
        Json.read(stream(json), reader -> {
            reader.members((name, value) -> read.add(name + " " + value.kind()));
            return read;
        });
        assertEquals(List.of("a OBJECT", "b ARRAY", "c STRING"), read);
    }

    @Test
    void aValueThatIsNoObjectHasNoMembersAndOneThatIsNoArrayHasNoElements() {
        List<Kind> read = new ArrayList<>();
        Json.read("[{\"a\":1},2]", reader -> {
            reader.members((name, value) -> read.add(value.kind()));
            reader.elements(value -> {
                value.elements(element -> read.add(element.kind()));
                read.add(value.kind());
            });
            return read;
        });
        assertEquals(List.of(Kind.OBJECT, Kind.INTEGER), read);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{'a':1,'b':'text','c':[2]}|text", "{'a':'x'}|", "{'b':5}|", "{'b':null}|",
            "{'b':{'b':'x'}}|", "{'a':{'b':'x'}}|", "['b','x']|", "5|"})
    void theTextOfAMemberIsFoundIfItIsOne(String json, @Nullable String text) {
        assertEquals(Optional.ofNullable(text),
                Json.read(json.replace('\'', '"'), reader -> reader.findText("b")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "[1,]", "{}{}", "{} x", "{'a':1}", "\"", "nul", "[\"\\q\"]"})
    void whatIsNotOneJsonValueIsMalformedAlsoWhereNobodyLooks(String json) {
        assertThrows(MalformedJsonException.class, () -> Json.read(json, reader -> reader));
        assertThrows(MalformedJsonException.class, () -> Json.read(stream(json), reader -> reader));
    }

    @Test
    void aDocumentMayNestAsDeepAsItsSizeAllows() {
        int depth = 900_000;
        String deep = "[".repeat(depth) + "]".repeat(depth);
        assertEquals(Kind.ARRAY, Json.read(deep, Json.Reader::kind));
    }

    @ParameterizedTest
    @CsvSource({"\ud83c\udfb5,\ud83c\udfb5", "\ud83c,?", "a\udfb5b,a?b"})
    void aPairOfSurrogatesStaysACharacterAndHalfOfOneBecomesAQuestionMark(String text, String written) {
        assertEquals('"' + written + '"', new String(Json.write(json -> json.value(text)), StandardCharsets.UTF_8));
    }

    @Property
    void theLengthThatATextTakesIsKnownBeforeItIsWritten(@ForAll @CharRange(to = '\u0fff') String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        assertEquals(Json.write(json -> json.text(utf8)).length - 2, Json.escapedLength(utf8));
    }
}
