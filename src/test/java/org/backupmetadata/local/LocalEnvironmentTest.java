package org.backupmetadata.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The local run as a process of its own, in environments that developers have. */
class LocalEnvironmentTest {

    private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private static final Pattern URL = Pattern.compile("API +(http://127.0.0.1:[0-9]+),.*");

    @TempDir
    Path folder;

    /** What the local run prints until it serves, and the number of Orders' backups that it lists then. */
    private record Outcome(String banner, int status, String list) {}

    private static Outcome run(Map<String, String> environment, String... javaOptions)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(JAVA);
        builder.command().addAll(List.of(javaOptions));
        builder.command().addAll(List.of("-cp", System.getProperty("java.class.path"), LocalRun.class.getName(),
                "--port=0", "--database-port=0"));
        builder.environment().putAll(environment);
        Process process = builder.redirectErrorStream(true).start();
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            StringBuilder banner = new StringBuilder();
            String line = output.readLine();
            while (line != null && !line.contains("Ctrl-C ends it.")) {
                banner.append(line).append('\n');
                line = output.readLine();
            }
            Matcher url = URL.matcher(banner);
            assertTrue(url.find(), banner.toString());
            HttpRequest request = HttpRequest.newBuilder(URI.create(url.group(1) + "/backups?table=Orders"))
                    .header("Authorization", "AWS4-HMAC-SHA256 Credential=111122223333/20260101/us-east-1/dynamodb/x,")
                    .build();
            try (HttpClient client = HttpClient.newHttpClient()) {
                var answer = client.send(request, BodyHandlers.ofString());
                return new Outcome(banner.toString(), answer.statusCode(), answer.body());
            }
        } finally {
            process.destroy();
            process.waitFor();
        }
    }

    @Test
    void worksWhateverTheEnvironmentSaysToAwsSdksAndProxies() throws IOException, InterruptedException {
        Path broken = Files.writeString(folder.resolve("config"), "[profile\nregion = ");
        Map<String, String> environment = new HashMap<>(Map.of("HTTP_PROXY", "http://127.0.0.1:9", "http_proxy",
                "http://127.0.0.1:9", "HTTPS_PROXY", "http://127.0.0.1:9", "NO_PROXY", "example.com",
                "AWS_CONFIG_FILE", broken.toString(), "AWS_SHARED_CREDENTIALS_FILE", broken.toString(), "AWS_REGION",
                "eu-west-1", "AWS_ENDPOINT_URL", "http://127.0.0.1:9", "AWS_USE_FIPS_ENDPOINT", "true"));
        environment.putAll(Map.of("AWS_USE_DUALSTACK_ENDPOINT", "true", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true",
                "NODE_OPTIONS", "--require=/none", "AWS_SESSION_TOKEN", "token", "AWS_PROFILE", "none"));
        for (String setting : List.of("AWS_ACCOUNT_ID_ENDPOINT_MODE", "AWS_AUTH_SCHEME_PREFERENCE", "AWS_DEFAULTS_MODE",
                "AWS_DISABLE_REQUEST_COMPRESSION", "AWS_ENABLE_DEFAULT_SOCKET_TIMEOUT_2026",
                "AWS_ENDPOINT_DISCOVERY_ENABLED", "AWS_MAX_ATTEMPTS",
                "AWS_REQUEST_CHECKSUM_CALCULATION", "AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES",
                "AWS_RESPONSE_CHECKSUM_VALIDATION", "AWS_RETRY_MODE", "AWS_NEW_RETRIES_2026")) {
            environment.put(setting, "abc");
        }

        Outcome outcome = run(environment);

        assertEquals(200, outcome.status(), outcome.list());
        assertTrue(outcome.list().contains("orders-before-migration"), outcome.list());
        assertTrue(outcome.banner().contains("AWS_MAX_ATTEMPTS"), outcome.banner());
    }

    @Test
    void worksInALocaleWithOtherDigitsAndPrintsAscii() throws IOException, InterruptedException {
        Outcome outcome = run(Map.of(), "-Duser.language=ar", "-Duser.country=EG", "-Duser.timezone=Asia/Kathmandu",
                "-Dstdout.encoding=UTF-8", "-Dfile.encoding=UTF-8");

        assertEquals(200, outcome.status(), outcome.list());
        assertTrue(outcome.list().contains("orders-before-migration"), outcome.list());
        assertTrue(outcome.banner().chars().allMatch(c -> c < 128), outcome.banner());
    }
}
