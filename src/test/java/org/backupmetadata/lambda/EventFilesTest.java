package org.backupmetadata.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.backupmetadata.local.BackupFiles;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The events for {@code sam local invoke}: each gets the answer in {@code src/test/resources/events} under the same
 * name.
 */
class EventFilesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path ANSWERS = Path.of("src/test/resources/events");

    @SuppressWarnings("NullAway.Init")
    private static TestTable table;

    @BeforeAll
    static void load() throws IOException {
        table = TestTable.start();
        BackupFiles.load(Path.of("src/test/resources/backups")).backups().forEach(table::store);
    }

    @AfterAll
    static void stop() {
        table.close();
    }

    static Stream<String> events() throws IOException {
        return names(Path.of("events")).stream();
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("events")
    void anEventGetsItsAnswer(String name) throws IOException {
        String event = Files.readString(Path.of("events", name));
        assertEquals(JSON.readTree(ANSWERS.resolve(name).toFile()), answer(name, event));
    }

    @Test
    void eachAnswerHasItsEvent() throws IOException {
        assertEquals(names(Path.of("events")), names(ANSWERS));
    }

    private static JsonNode answer(String name, String event) throws IOException {
        if (name.startsWith("sweep")) {
            return JSON.readTree(Invocation.result(new SweepHandler(table.environmentOf("SweepFunction")), event,
                    new TestContext()).length == 0 ? "null" : "\"something\"");
        }
        RequestStreamHandler handler = name.startsWith("record-")
                ? new RecordHandler(table.environmentOf("RecordFunction"))
                : apiHandler(JSON.readTree(event));
        return Invocation.invoke(handler, event, new TestContext());
    }

    private static RequestStreamHandler apiHandler(JsonNode event) {
        return event.path("version").asText().equals("2.0")
                ? new HttpApiHandler(table.environment(""))
                : new RestApiHandler(table.environment(""));
    }
}
