package org.backupmetadata.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocalRunTest {

    private static final Path SAMPLES = Path.of("src/test/resources/backups");
    private static final String GOOD = "{\"BackupDetails\":{\"BackupArn\":"
            + "\"arn:aws:dynamodb:eu-west-1:444455556666:table/Music/backup/01516149542009-41ca7e0f\"}}\n";

    private final ByteArrayOutputStream console = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    private LocalRun start(int port, int databasePort, Path backups) {
        return LocalRun.start(
                LocalRun.Options.parse("--port=" + port, "--database-port=" + databasePort, "--backups=" + backups),
                Map.of(), new PrintStream(console, true, StandardCharsets.UTF_8));
    }

    private String refusal(int port, int databasePort, Path backups) {
        return message(() -> start(port, databasePort, backups));
    }

    private static String message(Executable refused) {
        return String.valueOf(assertThrows(LocalRunException.class, refused).getMessage());
    }

    @Test
    void saysWhatItServesAndWhatToTry() throws IOException {
        Path file = Files.writeString(folder.resolve("a.ndjson"), GOOD + "{}\n");
        try (LocalRun run = start(0, 0, folder)) {
            String banner = console.toString(StandardCharsets.UTF_8);

            assertTrue(banner.contains("http://127.0.0.1:" + run.port() + "/prod"), banner);
            assertTrue(banner.contains("1 loaded from " + folder + ", 1 bad"), banner);
            assertTrue(banner.contains("444455556666: 1 in eu-west-1"), banner);
            assertTrue(banner.contains(file + ":2: nothing that looks like a backup"), banner);
            assertTrue(banner.contains("AWS_ACCESS_KEY_ID=444455556666 AWS_SECRET_ACCESS_KEY=any \\\n"), banner);
            assertTrue(banner.contains("aws dynamodb describe-backup --endpoint-url http://127.0.0.1:" + run.port()
                    + " --region eu-west-1 \\\n"), banner);
        }
    }

    @Test
    void saysThatThePortOfTheApiIsInUseAndLeavesNothingBehind() throws IOException {
        int databasePort;
        try (ServerSocket free = new ServerSocket(0)) {
            databasePort = free.getLocalPort();
        }
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertEquals("Port " + taken.getLocalPort() + " for the API is already in use: end what listens there, or"
                    + " choose another one with -Dport=<port>.", refusal(taken.getLocalPort(), databasePort, SAMPLES));
        }
        try (LocalDatabase database = LocalDatabase.startEmbedded("127.0.0.1", databasePort)) {
            assertEquals(databasePort, database.endpoint().getPort());
        }
    }

    @Test
    void saysThatThePortOfTheDatabaseIsInUse() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            assertEquals("Port " + taken.getLocalPort() + " for the database is already in use: end what listens there,"
                    + " or choose another one with -DdatabasePort=<port>.", refusal(0, taken.getLocalPort(), SAMPLES));
        }
    }

    @Test
    void failsIfAskedToLoadOnlyBadDocuments() throws IOException {
        Path file = Files.writeString(folder.resolve("a.json"), "[{}, {}]");

        String message = refusal(0, 0, file);

        assertTrue(message.startsWith(file + ":1: nothing that looks like a backup"), message);
        assertTrue(message.endsWith("No backup was loaded from " + file + ": 0 good documents, 2 bad."), message);
    }

    @Test
    void failsIfAskedToLoadNothing() {
        assertEquals("No backup was loaded: there is none in " + folder
                + " (of a folder, the .json, .ndjson and .jsonl files are read).",
                refusal(0, 0, folder));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"--port=http | --port=http is not a port: it is a number up to 65535.",
            "--database-port=65536 | --database-port=65536 is not a port: it is a number up to 65535.",
            "--ports=1 | There is no option --ports=1.", "--port | There is no option --port."})
    void saysWhichOptionIsWrong(String argument, String message) {
        assertEquals(message,
                message(() -> LocalRun.Options.parse(argument)));
    }

    @Test
    void saysWhichPayloadsThereAre() {
        assertEquals("There is no payload version 3.0: use 1.0 or 2.0.",
                message(() -> PayloadFormat.ofVersion("3.0")));
    }

    private static HttpResponse<String> get(LocalRun run, String path, String accept) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + run.port() + path))
                    .header("Accept", accept).build(), BodyHandlers.ofString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0", "2.0"})
    void aBrowserSeesAPageWhoseLinksWork(String payload) throws Exception {
        try (LocalRun run = LocalRun.start(
                LocalRun.Options.parse("--port=0", "--database-port=0", "--payload=" + payload),
                Map.of(), new PrintStream(console, true, StandardCharsets.UTF_8))) {
            HttpResponse<String> page = get(run, "/", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8");

            assertEquals(200, page.statusCode());
            assertEquals("text/html; charset=utf-8", page.headers().firstValue("Content-Type").orElseThrow());
            assertTrue(
                    page.body().contains("aws dynamodb describe-backup --endpoint-url http://127.0.0.1:" + run.port()),
                    page.body());
            List<String> links = Pattern.compile("href=\"(/backups[^\"]*)\"").matcher(page.body()).results()
                    .map(link -> link.group(1).replace("&amp;", "&")).toList();
            assertTrue(links.size() > 3, page.body());
            for (String link : links) {
                HttpResponse<String> list = get(run, link, "text/html");
                assertEquals(200, list.statusCode(), link + " " + list.body());
                assertTrue(list.body().contains("BackupSummaries"), list.body());
            }
        }
    }

    @Test
    void aGetWithoutASignatureIsTheDefaultAccounts() throws Exception {
        try (LocalRun run = start(0, 0, SAMPLES)) {
            HttpResponse<String> list = get(run, "/backups?table=Orders", "*/*");

            assertEquals(200, list.statusCode());
            assertTrue(list.body().contains("111122223333:table/Orders"), list.body());
            assertFalse(get(run, "/", "*/*").body().contains("<html"));
        }
    }
}
