package org.backupmetadata.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.backupmetadata.capture.SweepClock;
import org.backupmetadata.catalog.Coverage;
import org.backupmetadata.catalog.CoverageTable;
import org.backupmetadata.model.Place;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BackupNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.BackupSummary;
import software.amazon.awssdk.services.dynamodb.model.ListBackupsResponse;

/** The local run sweeps an account: another local run stands for AWS. */
class LocalSweepTest {

    private static final String ACCOUNT = "111122223333";
    private static final Place HOME = Place.of(ACCOUNT, "us-east-1");
    private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");

    /** Credentials of that account, and none of whoever runs the tests. */
    private static final Map<String, String> CREDENTIALS = Map.of("AWS_ACCESS_KEY_ID", ACCOUNT, "AWS_SECRET_ACCESS_KEY",
            "any");

    private final ByteArrayOutputStream console = new ByteArrayOutputStream();

    @SuppressWarnings("NullAway.Init")
    private StandIn live;

    @TempDir
    Path folder;

    /** The machine's time, and what was waited for passes at once. */
    private static final class FastClock implements SweepClock {

        private final AtomicReference<Duration> waited = new AtomicReference<>(Duration.ZERO);

        @Override
        public Instant instant() {
            return Instant.now().plus(waited.get());
        }

        @Override
        public void sleep(Duration duration) {
            waited.accumulateAndGet(duration, Duration::plus);
        }
    }

    @BeforeEach
    void startTheAccount() throws IOException {
        live = StandIn.start("999999999999");
    }

    @AfterEach
    void stopTheAccount() {
        live.close();
    }

    private List<String> create(Place place, int count) {
        return IntStream.range(0, count).mapToObj(i -> live.create(place, CREATED.plus(Duration.ofHours(i)), i))
                .toList();
    }

    private PrintStream printer() {
        return new PrintStream(console, true, StandardCharsets.UTF_8);
    }

    private String printed() {
        return console.toString(StandardCharsets.UTF_8);
    }

    private LocalRun run(Map<String, String> environment, String... options) {
        String[] all = new String[options.length + 2];
        all[0] = "--port=0";
        all[1] = "--database-port=0";
        System.arraycopy(options, 0, all, 2, options.length);
        return LocalRun.start(LocalRun.Options.parse(all), environment, printer());
    }

    private static String refusal(Executable refused) {
        return String.valueOf(assertThrows(LocalRunException.class, refused).getMessage());
    }

    private static DynamoDbClient client(int port, String account, String region) {
        return DynamoDbClient.builder().endpointOverride(URI.create("http://127.0.0.1:" + port))
                .region(Region.of(region))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(account, "any")))
                .build();
    }

    /** Every ARN in the list, page by page. */
    private static Set<String> list(DynamoDbClient client) {
        Set<String> arns = new HashSet<>();
        AtomicReference<String> after = new AtomicReference<>();
        do {
            ListBackupsResponse page = client
                    .listBackups(request -> request.backupType("ALL").exclusiveStartBackupArn(after.get()));
            page.backupSummaries().stream().map(BackupSummary::backupArn).forEach(arns::add);
            after.set(page.lastEvaluatedBackupArn());
        } while (after.get() != null);
        return arns;
    }

    @Test
    void allPagesAreSweptWithTheirDescriptionsAndADeletionIsATombstoneAfterTheNextTick() throws IOException {
        List<String> arns = create(HOME, 250);
        SamTemplate template = SamTemplate.read(Path.of("template.yaml"));
        FastClock clock = new FastClock();
        LocalDatabase database = LocalDatabase.start();
        SamTemplate tables = database.createTables(template);
        database.useForDefaultClients();
        try (StandIn here = StandIn.over(database, tables, ACCOUNT)) {
            SweepRequest request = SweepRequest.parse("us-east-1", live.endpoint().toString()).orElseThrow();
            try (LocalSweep sweep = new LocalSweep(request, CREDENTIALS, database, tables, clock, printer());
                    DynamoDbClient client = client(here.endpoint().getPort(), ACCOUNT, "us-east-1")) {
                Instant start = clock.instant();
                while (sweep.tick()) {
                    // until every description has been read
                }
                Duration took = Duration.between(start, clock.instant());
                assertTrue(took.compareTo(Duration.ofMinutes(2)) > 0, "250 descriptions, two a second: " + took);
                assertEquals(Set.copyOf(arns), list(client));
                assertEquals("Artist",
                        client.describeBackup(describe -> describe.backupArn(arns.getLast())).backupDescription()
                                .sourceTableDetails().keySchema().getFirst().attributeName());

                live.delete(arns.get(100));
                clock.sleep(Duration.ofMinutes(1));
                sweep.tick();

                assertEquals(249, list(client).size());
                assertThrows(BackupNotFoundException.class,
                        () -> client.describeBackup(describe -> describe.backupArn(arns.get(100))));
                Coverage coverage = new CoverageTable(database.client(), tables.coverageTable().tableName()).all()
                        .getFirst();
                assertEquals(HOME, coverage.place());
                assertEquals(1, coverage.counts().swept());
                assertEquals(249, coverage.counts().living());
                assertTrue(printed().contains("us-east-1: 249 backups, 1 found deleted."), printed());
            }
        }
    }

    @Test
    void theRunServesWhatItSweptAndSaysHowToAsk() {
        create(HOME, 3);
        create(Place.of(ACCOUNT, "eu-west-1"), 2);
        create(Place.of(ACCOUNT, "eu-west-2"), 1);
        String arn;
        try (LocalRun run = run(CREDENTIALS, "--sweep=us-east-1,eu-west-1", "--sweep-endpoint=" + live.endpoint());
                DynamoDbClient anyone = client(run.port(), "ANYKEY", "eu-west-1")) {
            assertTrue(printed().contains("5 swept from account 111122223333 at " + live.endpoint()), printed());
            assertTrue(printed().contains("111122223333: 5 in eu-west-1, us-east-1"), printed());
            assertFalse(printed().contains("loaded from"), printed());
            arn = printed().replaceFirst("(?s).*--backup-arn (\\S+).*", "$1");
            assertTrue(arn.contains(":" + ACCOUNT + ":table/Music/backup/"), printed());
            assertEquals(2, list(anyone).size());
        }
    }

    @Test
    void samplesAreLoadedBesideASweepOnlyIfTheyAreAskedFor() {
        create(HOME, 1);
        try (LocalRun run = run(CREDENTIALS, "--sweep=us-east-1", "--sweep-endpoint=" + live.endpoint(),
                "--backups=src/test/resources/backups")) {
            assertTrue(run.port() > 0);
            assertTrue(printed().contains(
                    ", and the sweep goes on; 13 loaded from src/test/resources/backups, 0 bad"), printed());
        }
    }

    @Test
    void anAccountWithoutBackupsIsSweptIfItsIdIsKnown() {
        Map<String, String> environment = new HashMap<>(CREDENTIALS);
        environment.put("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE");
        environment.put("AWS_ACCOUNT_ID", "444455556666");
        try (LocalRun run = run(environment, "--sweep=us-east-1", "--sweep-endpoint=" + live.endpoint())) {
            assertTrue(run.port() > 0);
            assertTrue(printed().contains("0 swept from account 444455556666"), printed());
            assertTrue(printed().contains("aws dynamodb list-backups --backup-type ALL --endpoint-url"), printed());
        }
    }

    @Test
    void stsSaysWhichAccountHasNoBackups() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            boolean isSts = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)
                    .contains("Action=GetCallerIdentity");
            byte[] body = (isSts
                    ? "<GetCallerIdentityResponse><GetCallerIdentityResult><Account>777788889999</Account>"
                            + "</GetCallerIdentityResult></GetCallerIdentityResponse>"
                    : "{\"BackupSummaries\":[]}").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try (LocalRun run = run(CREDENTIALS, "--sweep=us-east-1",
                "--sweep-endpoint=http://127.0.0.1:" + server.getAddress().getPort())) {
            assertTrue(run.port() > 0);
            assertTrue(printed().contains("0 swept from account 777788889999"), printed());
        } finally {
            server.stop(0);
        }
    }

    @Test
    void anAccountWithoutBackupsIsNotGuessed() {
        Map<String, String> environment = new HashMap<>(CREDENTIALS);
        environment.put("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE");
        assertEquals(
                "Nothing says which account this is, since it has no backup in us-east-1: set AWS_ACCOUNT_ID to its id, or"
                        + " create a backup.",
                refusal(() -> run(environment, "--sweep=us-east-1", "--sweep-endpoint=" + live.endpoint())));
    }

    @Test
    void theBackupsSayWhoseTheyAreAndNotTheKey() {
        create(Place.of("999999999999", "us-east-1"), 1);
        Map<String, String> environment = new HashMap<>(CREDENTIALS);
        environment.put("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE");
        environment.put("AWS_ACCOUNT_ID", "444455556666");
        try (LocalRun run = run(environment, "--sweep=us-east-1", "--sweep-endpoint=" + live.endpoint())) {
            assertTrue(run.port() > 0);
            assertTrue(printed().contains("1 swept from account 999999999999"), printed());
        }
    }

    @Test
    void onlyMisspeltRegionsAreNothingToSweep() {
        assertEquals("us-esat-1: There is no such Region.\nThere is nothing to sweep.",
                refusal(() -> run(CREDENTIALS, "--sweep=us-esat-1", "--sweep-endpoint=" + live.endpoint())));
    }

    @Test
    void anEndpointThatIsNotThereIsNamed() {
        String message = refusal(() -> run(CREDENTIALS, "--sweep=us-east-1", "--sweep-endpoint=http://127.0.0.1:1"));
        assertTrue(message.startsWith("us-east-1: Nothing answers at http://127.0.0.1:1: "), message);
        assertEquals(2, message.lines().count(), message);
    }

    /** DynamoDB's errors, by the Region that the request was signed for; a Region without an error has a backup. */
    private static HttpServer answering(Map<String, String> errors) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String signature = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
            Optional<String> error = errors.entrySet().stream()
                    .filter(entry -> signature.contains("/" + entry.getKey() + "/")).map(Map.Entry::getValue)
                    .findFirst();
            byte[] body = error
                    .orElse("""
                            {"BackupSummaries":[null,{},{"BackupArn":"arn:aws:dynamodb:us-east-1:111122223333:table/Music/backup/01489173575360-b308cd7d",
                              "BackupName":"b","BackupStatus":"AVAILABLE","BackupType":"USER","BackupCreationDateTime":1489173575.36}],
                              "BackupDescription":{"BackupDetails":{
                              "BackupArn":"arn:aws:dynamodb:us-east-1:111122223333:table/Music/backup/01489173575360-b308cd7d",
                              "BackupName":"b","BackupStatus":"AVAILABLE","BackupType":"USER","BackupCreationDateTime":1489173575.36}}}
                            """)
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(error.isPresent() ? 400 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static String error(String code, String message) {
        return "{\"__type\":\"com.amazonaws.dynamodb.v20120810#" + code + "\",\"message\":\"" + message + "\"}";
    }

    @Test
    void eachRegionThatDoesNotAnswerGetsASentenceAndTheOthersAreSwept() throws IOException {
        HttpServer server = answering(Map.of("eu-west-1",
                error("AccessDeniedException", "User: u is not authorized to perform: dynamodb:ListBackups"),
                "eu-west-2",
                error("UnrecognizedClientException", "The security token included in the request is invalid."),
                "eu-west-3", error("InvalidSignatureException", "The request signature does not match.\\n\\nMore"),
                "eu-north-1", error("ExpiredTokenException", "The security token has expired"), "af-south-1",
                error("OptInRequired", "opt in"), "us-west-1", error("ThrottlingException", "Rate exceeded"),
                "us-west-2", error("UnknownOperationException", ""), "us-east-2",
                error("ValidationException", "Odd"), "ap-south-1", "<html>"));
        try (LocalRun run = run(CREDENTIALS,
                "--sweep=eu-west-1,eu-west-2,eu-west-3,eu-north-1,af-south-1,us-west-1,us-west-2,us-east-2,ap-south-1,"
                        + "us-esat-1,us-east-1",
                "--sweep-endpoint=http://127.0.0.1:" + server.getAddress().getPort())) {
            assertTrue(run.port() > 0);
            assertTrue(printed().contains("1 swept from account 111122223333"), printed());
            assertTrue(printed().contains("             111122223333: 1 in us-east-1\n"), printed());
            assertEquals(Set.of(
                    "eu-west-1: The call is denied: User: u is not authorized to perform: dynamodb:ListBackups.",
                    "eu-west-2: The access key is not known there: it is wrong, or the Region is off for its account.",
                    "eu-west-3: The signature is refused, as with a wrong secret access key: The request signature does not"
                            + " match.",
                    "eu-north-1: The credentials have expired: get new ones.",
                    "af-south-1: The Region is off for this account.",
                    "us-west-1: The account's quota of calls is used up by others; the next sweep tries again.",
                    "us-west-2: What answers there does not know this operation of DynamoDB's.",
                    "us-east-2: ValidationException: Odd.",
                    "ap-south-1: http://127.0.0.1:" + server.getAddress().getPort()
                            + " does not answer as DynamoDB does: HTTP status 400.",
                    "us-esat-1: There is no such Region."),
                    printed().lines().filter(line -> line.matches("             [a-z-]+[0-9]: .*")).map(String::strip)
                            .collect(Collectors.toSet()));
        } finally {
            server.stop(0);
        }
    }

    @Test
    void entriesThatCannotBeReadAreCountedAndTheOthersAreSwept() throws IOException {
        HttpServer server = answering(Map.of());
        try (LocalDatabase database = LocalDatabase.start();
                LocalSweep sweep = new LocalSweep(SweepRequest
                        .parse("us-east-1", "http://127.0.0.1:" + server.getAddress().getPort()).orElseThrow(),
                        CREDENTIALS, database, database.createTables(SamTemplate.read(Path.of("template.yaml"))),
                        new FastClock(), printer())) {
            sweep.tick();
            assertTrue(printed().contains("us-east-1: 1 backup, and 2 more that cannot be read."), printed());
        } finally {
            server.stop(0);
        }
    }

    /** The environment of somebody with that file of credentials and no other. */
    private Map<String, String> files(String credentials) throws IOException {
        Path file = Files.writeString(folder.resolve("credentials"), credentials);
        return Map.of("AWS_SHARED_CREDENTIALS_FILE", file.toString(), "AWS_CONFIG_FILE",
                folder.resolve("none").toString(), "AWS_EC2_METADATA_DISABLED", "true");
    }

    private static Map<String, String> with(Map<String, String> environment, String name, String value) {
        return Stream.concat(environment.entrySet().stream(), Map.of(name, value).entrySet().stream())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Test
    void theCredentialsOfAProfileAreUsedAndNotThoseOfTheLocalDatabase() throws IOException {
        Map<String, String> environment = files("""
                [default]
                aws_access_key_id = other
                aws_secret_access_key = any
                [mine]
                aws_access_key_id = 111122223333
                aws_secret_access_key = any
                """);
        create(HOME, 2);
        try (LocalRun run = run(with(environment, "AWS_PROFILE", "mine"), "--sweep=us-east-1",
                "--sweep-endpoint=" + live.endpoint())) {
            assertTrue(run.port() > 0);
            assertTrue(printed().contains("2 swept from account 111122223333"), printed());
        }
    }

    @Test
    void withoutCredentialsAwsIsNotAskedAndAStandInIs() throws IOException {
        assertEquals(
                "There are no AWS credentials in this environment: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and"
                        + " AWS_SECRET_ACCESS_KEY.",
                refusal(() -> run(files(""), "--sweep=us-east-1")));
        create(Place.of("999999999999", "us-east-1"), 1);
        try (LocalRun run = run(files(""), "--sweep=us-east-1", "--sweep-endpoint=" + live.endpoint())) {
            assertTrue(run.port() > 0);
            assertTrue(printed().contains("1 swept from account 999999999999"), printed());
        }
    }

    @Test
    void badCredentialsAreASentence() throws IOException {
        assertEquals("Of the AWS credentials in this environment, AWS_SECRET_ACCESS_KEY is missing.",
                refusal(() -> new DeveloperCredentials(Map.of("AWS_ACCESS_KEY_ID", "a")).find()));
        Map<String, String> none = files("[default]\nregion = us-east-1\n");
        assertEquals(
                "There is no profile mine in " + folder.resolve("none") + " or " + folder.resolve("credentials") + ".",
                refusal(() -> new DeveloperCredentials(with(none, "AWS_PROFILE", "mine")).find()));
        assertTrue(refusal(() -> new DeveloperCredentials(none).find())
                .startsWith("The AWS credentials of this environment cannot be had: "));
        Map<String, String> broken = files("[default\n");
        assertTrue(refusal(() -> new DeveloperCredentials(broken).find())
                .startsWith("The AWS settings in " + folder.resolve("credentials") + " cannot be read: "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "--sweep-endpoint=http://127.0.0.1:5000 | -DsweepEndpoint=http://127.0.0.1:5000 needs -Dsweep=<Regions> beside it, such as -Dsweep=us-east-1,eu-west-1.",
            "--sweep=us-east-1 --sweep-endpoint=moto | -DsweepEndpoint=moto is not a URL such as http://127.0.0.1:5000.",
            "--sweep=us-east-1 --auth=iam | -Dsweep cannot be had with -Dauth=iam, whose keys are of other accounts than the one that is swept."})
    void saysWhichOptionsDoNotFit(String options, String message) {
        assertEquals(message, refusal(() -> run(CREDENTIALS, options.split(" "))));
    }
}
