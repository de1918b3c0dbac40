package org.backupmetadata.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.backupmetadata.local.LocalContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.model.BackupDescription;

/**
 * Both handlers, over a table with the backups of several accounts, get events that no gateway sends.
 *
 * <p>{@code -Devents=} says how many each gets, {@code -Dseed=} which ones: the event that a failure names comes again
 * with the same seed.
 */
class HostileEventsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int EVENTS = Integer.getInteger("events", 500);
    private static final long SEED = Long.getLong("seed", 1);

    private static final List<String> ACCOUNTS = List.of("111122223333", "444455556666", "222233334444");

    /** What each account's backups are called, and no event can know. */
    private static final Map<String, String> SECRETS = Map.of("111122223333", "secret-of-one-kJ83hq",
            "444455556666", "secret-of-two-Wm27xz", "222233334444", "secret-of-three-Bt51ru");

    private static final Set<Integer> STATUSES = Set.of(200, 304, 400, 403, 404);
    private static final Pattern REQUEST_ID = Pattern.compile("[!-~]{1,128}");
    private static final Pattern HEADER_VALUE = Pattern.compile("[ -~]*");

    /** What only the inside of the service knows. */
    private static final List<String> INTERNAL = List.of("org.backupmetadata", "software.amazon", "\tat ", "Caused by",
            "127.0.0.1", "dynalite");

    @SuppressWarnings("NullAway.Init")
    private static TestTable table;

    /** A handler, and where its events say who called. */
    enum Front {
        REST_API("/requestContext/identity/accountId") {
            @Override
            RequestStreamHandler handler() {
                return new RestApiHandler(table.environment(""));
            }
        },
        HTTP_API("/requestContext/authorizer/iam/accountId") {
            @Override
            RequestStreamHandler handler() {
                return new HttpApiHandler(table.environment(""));
            }
        };

        private final String caller;

        Front(String caller) {
            this.caller = caller;
        }

        abstract RequestStreamHandler handler();
    }

    @BeforeAll
    static void storeBackupsOfSeveralAccounts() throws IOException {
        table = TestTable.start();
        for (String account : ACCOUNTS) {
            for (String arn : arns(account)) {
                table.store(backup(arn, String.valueOf(SECRETS.get(account))));
            }
        }
    }

    @AfterAll
    static void stop() {
        table.close();
    }

    private static List<String> arns(String account) {
        return Stream.of("us-east-1:%s:table/Secrets/backup/01759312800123-a1b2c3d4",
                "us-east-1:%s:table/Orders/backup/01759312800124-00000000",
                "eu-west-1:%s:table/Secrets/backup/01759312800125-0badcafe")
                .map(arn -> "arn:aws:dynamodb:" + arn.formatted(account)).toList();
    }

    private static BackupDescription backup(String arn, String name) {
        String tableArn = arn.substring(0, arn.indexOf("/backup/"));
        return BackupDescription.builder()
                .backupDetails(details -> details.backupArn(arn).backupName(name).backupStatus("AVAILABLE")
                        .backupType("USER").backupSizeBytes(1L)
                        .backupCreationDateTime(Instant.ofEpochMilli(1_759_312_800_123L)))
                .sourceTableDetails(
                        source -> source.tableArn(tableArn).tableName(tableArn.substring(tableArn.indexOf('/') + 1))
                                .tableId("0a1b2c3d-0000-4000-8000-000000000000")
                                .tableCreationDateTime(Instant.ofEpochSecond(1_700_000_000)))
                .build();
    }

    @ParameterizedTest
    @EnumSource
    void anyEventGetsAWellFormedAnswerWithoutAnotherAccountsBackup(Front front) throws IOException {
        HostileEvents events = new HostileEvents(goodEvents(), ACCOUNTS,
                ACCOUNTS.stream().flatMap(account -> arns(account).stream()).toList(), SEED);
        RequestStreamHandler handler = front.handler();
        int found = 0;
        for (int number = 0; number < EVENTS; number++) {
            byte[] event = events.event(number);
            List<String> log = new ArrayList<>();
            ByteArrayOutputStream output = new ByteArrayOutputStream();
            handler.handleRequest(new ByteArrayInputStream(event), output,
                    new LocalContext("BackupMetadataFunction", log::add));
            String answer = output.toString(StandardCharsets.UTF_8);
            String about = String.format(Locale.ROOT, "-Dseed=%d, event %d: %s%nanswer: %s%nlog: %s", SEED, number,
                    new String(event, StandardCharsets.UTF_8), answer, log);
            assertIsWellFormed(JSON.readTree(answer), about);
            found += secretsIn(answer, caller(front, event), about);
        }
        int answered = found;
        assertTrue(answered > EVENTS / 50,
                () -> "Only " + answered + " events got a backup: they are not hostile enough");
    }

    private static List<JsonNode> goodEvents() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("events"))) {
            List<JsonNode> events = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                events.add(JSON.readTree(file.toFile()));
            }
            return events;
        }
    }

    private static void assertIsWellFormed(JsonNode answer, String about) {
        assertTrue(STATUSES.contains(answer.path("statusCode").asInt()), about);
        JsonNode headers = answer.path("headers");
        headers.properties().forEach(header -> assertTrue(
                header.getValue().isTextual() && HEADER_VALUE.matcher(header.getValue().asText()).matches(), about));
        assertTrue(REQUEST_ID.matcher(headers.path("x-amzn-RequestId").asText()).matches(), about);
        assertTrue(answer.path("isBase64Encoded").isBoolean() && answer.path("body").isTextual(), about);
        assertFalse(answer.path("isBase64Encoded").asBoolean(), about);
        String body = answer.path("body").asText();
        CRC32 crc = new CRC32();
        crc.update(body.getBytes(StandardCharsets.UTF_8));
        assertEquals(Long.toString(crc.getValue()), headers.path("x-amz-crc32").asText(), about);
        INTERNAL.forEach(internal -> assertFalse(body.contains(internal), about));
    }

    /** 1 if the answer has a backup of the caller, 0 if it has none, and a failure if it has another's. */
    private static int secretsIn(String answer, String caller, String about) {
        SECRETS.forEach((account, secret) -> assertTrue(account.equals(caller) || !answer.contains(secret), about));
        return answer.contains(SECRETS.getOrDefault(caller, "nobody's")) ? 1 : 0;
    }

    private static String caller(Front front, byte[] event) throws IOException {
        try {
            JsonNode account = JSON.readTree(event).at(front.caller);
            return account.isTextual() ? account.asText() : "";
        } catch (JsonProcessingException e) {
            return "";
        }
    }
}
