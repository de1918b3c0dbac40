package org.backupmetadata.api;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.backupmetadata.lambda.HttpApiHandler;
import org.backupmetadata.lambda.Invocation;
import org.backupmetadata.lambda.RestApiHandler;
import org.backupmetadata.lambda.TestContext;
import org.backupmetadata.lambda.TestTable;
import org.backupmetadata.local.GatewayRequest;
import org.backupmetadata.model.AwsJson;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.BackupDescription;

/** The wire contract, case by case: the cases are the files in {@code src/test/resources/contract}. */
class ContractTest {

    private static final Map<String, String> BACKUPS = read("backups.yaml");
    private static final Map<String, String> SUMMARIES = read("summaries.yaml");
    private static final Pattern REPEATED = Pattern.compile("\\{([^*])\\*(\\d+)}");

    @SuppressWarnings("NullAway.Init")
    private static TestTable table;

    @SuppressWarnings("NullAway.Init")
    private static RequestStreamHandler restApi;

    @SuppressWarnings("NullAway.Init")
    private static RequestStreamHandler httpApi;

    @BeforeAll
    static void storeTheBackups() throws IOException {
        table = TestTable.start();
        restApi = new RestApiHandler(table.environment("444455556666"));
        httpApi = new HttpApiHandler(table.environment("444455556666"));
        BACKUPS.values()
                .forEach(json -> table.store(AwsJson.read(json, BackupDescription.builder()).build()));
    }

    @AfterAll
    static void stop() {
        table.close();
    }

    static Stream<Case> cases() {
        return Stream.of("DescribeBackup", "ListBackups", "DescribeEndpoints", "GET").flatMap(operation -> {
            List<Map<String, Object>> cases = read(operation + ".yaml");
            return cases.stream().map(members -> new Case(operation, members));
        });
    }

    @ParameterizedTest
    @MethodSource("cases")
    void restApi(Case example) {
        if (example.isFor("1.0")) {
            check(example, restApi, example.request().restApi());
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void httpApi(Case example) {
        if (example.isFor("2.0")) {
            check(example, httpApi, example.request().httpApi());
        }
    }

    private static void check(Case example, RequestStreamHandler handler, String event) {
        JsonNode answer = Invocation.invoke(handler, event, new TestContext());
        String body = answer.path("body").asText();
        CRC32 crc = new CRC32();
        crc.update(body.getBytes(StandardCharsets.UTF_8));
        assertAll(() -> assertEquals(example.status(), answer.path("statusCode").asInt()),
                () -> assertEquals(example.answer(), body),
                () -> assertEquals(example.answerType(), answer.path("headers").path("Content-Type").asText()),
                () -> assertEquals(GatewayRequest.REQUEST_ID, answer.path("headers").path("x-amzn-RequestId").asText()),
                () -> assertEquals(Long.toString(crc.getValue()), answer.path("headers").path("x-amz-crc32").asText()),
                () -> assertEquals(example.answerHeaders(), others(answer.path("headers"))));
    }

    /** The headers of an answer but for those that every answer has. */
    private static Map<String, String> others(JsonNode headers) {
        Map<String, String> others = new TreeMap<>();
        headers.properties().forEach(header -> others.put(header.getKey(), header.getValue().asText()));
        List.of("Content-Type", "x-amzn-RequestId", "x-amz-crc32").forEach(others::remove);
        return others;
    }

    @SuppressWarnings("TypeParameterUnusedInFormals") // the root of the file is a list of maps
    private static <T> T read(String file) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(Integer.MAX_VALUE);
        try (InputStream yaml = ContractTest.class.getResourceAsStream("/contract/" + file)) {
            return new Yaml(options).load(Objects.requireNonNull(yaml, file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One case; the head of {@code DescribeBackup.yaml} says what each member means and what holds without it. */
    record Case(String operation, Map<String, Object> members) {

        private boolean isGet() {
            return operation.equals("GET");
        }

        boolean isFor(String payload) {
            return text("payload", payload).equals(payload);
        }

        GatewayRequest request() {
            Map<String, String> headers = new LinkedHashMap<>(texts("headers"));
            put(headers, "Content-Type", header("contentType", isGet() ? null : "application/x-amz-json-1.0"));
            put(headers, "X-Amz-Target", header("target", isGet() ? null : "DynamoDB_20120810." + operation));
            String caller = text("caller", "111122223333");
            return new GatewayRequest(text("method", isGet() ? "GET" : "POST"), text("path", "/"), texts("query"),
                    headers,
                    caller.equals("none") ? null : caller, body());
        }

        private static void put(Map<String, String> headers, String name, @Nullable String value) {
            if (value != null) {
                headers.put(name, value);
            }
        }

        private SdkBytes body() {
            String base64 = text("base64", "");
            return base64.isEmpty()
                    ? SdkBytes.fromUtf8String(repeated(text("body", "")))
                    : SdkBytes.fromByteArray(java.util.Base64.getDecoder().decode(base64));
        }

        int status() {
            return (Integer) Objects.requireNonNull(members.get("status"));
        }

        String answer() {
            String answer = repeated(text("answer", ""));
            for (Map.Entry<String, String> backup : BACKUPS.entrySet()) {
                answer = answer.replace(":<" + backup.getKey() + ">}", ":" + backup.getValue() + "}");
            }
            for (Map.Entry<String, String> summary : SUMMARIES.entrySet()) {
                answer = answer.replace("<" + summary.getKey() + ">", summary.getValue());
            }
            return answer;
        }

        Map<String, String> answerHeaders() {
            return new TreeMap<>(texts("answerHeaders"));
        }

        String answerType() {
            String type = header("contentType", isGet() ? "application/json" : "application/x-amz-json-1.0");
            return text("answerType", type == null ? "" : type);
        }

        @SuppressWarnings("unchecked") // as the file has it
        private Map<String, String> texts(String name) {
            return Objects.requireNonNull((Map<String, String>) members.getOrDefault(name, Map.of()));
        }

        private @Nullable String header(String name, @Nullable String otherwise) {
            return (String) members.getOrDefault(name, otherwise);
        }

        private String text(String name, String otherwise) {
            return Objects.requireNonNull((String) members.getOrDefault(name, otherwise));
        }

        private static String repeated(String text) {
            return REPEATED.matcher(text).replaceAll((MatchResult match) -> java.util.regex.Matcher
                    .quoteReplacement(match.group(1).repeat(Integer.parseInt(match.group(2)))));
        }

        @Override
        public String toString() {
            return operation + ": " + text("name", "");
        }
    }
}
