package org.backupmetadata.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.backupmetadata.catalog.BackupRecorder;
import org.backupmetadata.catalog.DeletionReason;
import org.backupmetadata.catalog.Observation;
import org.backupmetadata.lambda.HttpApiHandler;
import org.backupmetadata.lambda.RestApiHandler;
import org.backupmetadata.model.BackupArn;
import org.backupmetadata.model.Place;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;
import software.amazon.awssdk.services.dynamodb.model.BackupDescription;
import software.amazon.awssdk.services.dynamodb.model.BackupDetails;
import software.amazon.awssdk.services.dynamodb.model.BackupStatus;
import software.amazon.awssdk.services.dynamodb.model.BackupSummary;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.Endpoint;
import software.amazon.awssdk.services.dynamodb.model.ListBackupsRequest;
import software.amazon.awssdk.services.dynamodb.model.ListBackupsResponse;
import software.amazon.awssdk.services.dynamodb.model.SourceTableDetails;

/**
 * The unmodified AWS SDK walks lists over HTTP, page by page, while others write. It has a paginator for some
 * operations but not for ListBackups, so the loop over {@code LastEvaluatedBackupArn} is here as its users have to
 * write it.
 */
class ListWalkTest {

    private static final int BACKUPS = 2500;
    private static final String READER = "999988887777";
    private static final Place HOME = Place.of("111122223333", "us-east-1");
    private static final Place ABROAD = Place.of("111122223333", "eu-west-1");
    private static final Place OTHERS = Place.of("444455556666", "us-east-1");
    private static final Place OTHERS_ABROAD = Place.of("444455556666", "eu-west-1");
    private static final List<Place> PLACES = List.of(HOME, ABROAD, OTHERS, OTHERS_ABROAD);
    private static final List<String> TYPES = List.of("", "ALL", "USER", "SYSTEM", "AWS_BACKUP");

    /** The backups in the catalogue by ARN; deleted ones have the status {@code DELETED}. */
    private static final Map<String, BackupDescription> KNOWN = new LinkedHashMap<>();
    private static final SdkHttpClient HTTP = Apache5HttpClient.create();

    private static ManyBackups many;
    private static LocalDatabase database;
    private static BackupRecorder recorder;
    private static LocalApiGateway restApi;
    private static LocalApiGateway httpApi;

    @BeforeAll
    static void start() throws IOException {
        database = LocalDatabase.start();
        SamTemplate template = database.createTables(SamTemplate.read(Path.of("template.yaml")));
        database.useForDefaultClients();
        recorder = database.recorder(template);
        Map<String, String> environment = new TreeMap<>(template.function(SamTemplate.API_FUNCTION).environment());
        environment.put("READER_ACCOUNTS", READER);
        restApi = front("1.0", RestApiHandler.class, template.stage(), environment);
        httpApi = front("2.0", HttpApiHandler.class, template.stage(), environment);
        many = new ManyBackups(6, Instant.now());
        Random random = new Random(6);
        while (KNOWN.size() < BACKUPS) {
            add(many.next(PLACES.get(Math.max(0, random.nextInt(-3, PLACES.size())))));
        }
    }

    private static LocalApiGateway front(String payload, Class<?> handler, String stage,
            Map<String, String> environment) throws IOException {
        return new LocalApiGateway(0, PayloadFormat.ofVersion(payload), stage,
                LocalRun.function(handler.getName(), environment), Authentication.believing(READER),
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    }

    @AfterAll
    static void close() {
        restApi.close();
        httpApi.close();
        database.close();
        HTTP.close();
    }

    private static BackupDescription add(BackupDescription backup) {
        recorder.record(Observation.seen(backup, Instant.now()));
        KNOWN.put(backup.backupDetails().backupArn(), backup);
        return backup;
    }

    private static void delete(String arn, DeletionReason reason) {
        recorder.record(Observation.gone(BackupArn.parse(arn), Instant.now(), reason));
        KNOWN.computeIfPresent(arn, (key, backup) -> backup.toBuilder()
                .backupDetails(backup.backupDetails().toBuilder().backupStatus(BackupStatus.DELETED).build()).build());
    }

    /**
     * The parameters of a list.
     *
     * @param table a name, or empty for every table
     * @param type as the protocol has it, or empty for none
     * @param limit 0 for none
     */
    record Query(Place place, String table, String type, int limit, boolean history) {

        ListBackupsRequest request() {
            ListBackupsRequest.Builder request = ListBackupsRequest.builder()
                    .tableName(table.isEmpty() ? null : table).backupType(type.isEmpty() ? null : type)
                    .limit(limit == 0 ? null : limit);
            return history
                    ? request.overrideConfiguration(with -> with.putHeader("x-backup-history", "include")).build()
                    : request.build();
        }

        int pageSize() {
            return limit == 0 ? 100 : limit;
        }

        boolean has(BackupDescription backup) {
            BackupArn arn = BackupArn.parse(backup.backupDetails().backupArn());
            return arn.place().equals(place)
                    && (table.isEmpty() || table.equals(backup.sourceTableDetails().tableName()))
                    && (type.equals("ALL")
                            || (type.isEmpty() ? "USER" : type).equals(backup.backupDetails().backupTypeAsString()));
        }

        /** The summaries that the list must have, in no order, by ARN. */
        Map<String, BackupSummary> wanted() {
            return KNOWN.values().stream().filter(this::has).map(ListWalkTest::summary)
                    .filter(summary -> history || summary.backupStatus() != BackupStatus.DELETED)
                    .collect(Collectors.toMap(BackupSummary::backupArn, summary -> summary, (a, b) -> a,
                            LinkedHashMap::new));
        }
    }

    private static BackupSummary summary(BackupDescription backup) {
        BackupDetails details = backup.backupDetails();
        SourceTableDetails table = backup.sourceTableDetails();
        Instant expiry = details.backupExpiryDateTime();
        return BackupSummary.builder().backupArn(details.backupArn()).backupName(details.backupName())
                .backupSizeBytes(details.backupSizeBytes()).backupType(details.backupType())
                .backupStatus(expiry != null && expiry.isBefore(Instant.now())
                        ? BackupStatus.DELETED
                        : details.backupStatus())
                .backupCreationDateTime(details.backupCreationDateTime()).backupExpiryDateTime(expiry)
                .tableName(table.tableName()).tableArn(table.tableArn()).tableId(table.tableId()).build();
    }

    private static String host(String payload) {
        return "127.0.0.1:" + (payload.equals("1.0") ? restApi : httpApi).port();
    }

    /** A client that signs for a Region without a backup: the path has to name the one to list. */
    private static DynamoDbClient client(String payload, String caller, String path) {
        return clientBuilder(payload, caller, path).build();
    }

    private static DynamoDbClientBuilder clientBuilder(String payload, String caller, String path) {
        return DynamoDbClient.builder().endpointOverride(URI.create("http://" + host(payload) + path))
                .region(Region.AP_SOUTH_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(caller, "any")))
                .httpClient(HTTP);
    }

    private static DynamoDbClient owner(Place place) {
        return client("1.0", place.account().digits(), "/" + place.region());
    }

    /** Follows {@code LastEvaluatedBackupArn} to the end; {@code betweenPages} gets the ARN at which each page ends. */
    private static List<List<BackupSummary>> pages(DynamoDbClient client, Query query, Consumer<String> betweenPages) {
        List<List<BackupSummary>> pages = new ArrayList<>();
        String next = null;
        do {
            ListBackupsResponse page = client
                    .listBackups(query.request().toBuilder().exclusiveStartBackupArn(next).build());
            pages.add(page.backupSummaries());
            next = page.lastEvaluatedBackupArn();
            if (next != null) {
                assertEquals(query.pageSize(), page.backupSummaries().size(), "a page before the last is full");
                assertEquals(page.backupSummaries().getLast().backupArn(), next);
                betweenPages.accept(next);
            }
        } while (next != null);
        return pages;
    }

    private static List<BackupSummary> inAscendingOrder(List<List<BackupSummary>> pages) {
        List<BackupSummary> walked = pages.stream().flatMap(List::stream).toList();
        List<Instant> times = walked.stream().map(BackupSummary::backupCreationDateTime).toList();
        assertEquals(times.stream().sorted().toList(), times);
        return walked;
    }

    private static List<BackupSummary> byArn(Stream<BackupSummary> summaries) {
        return summaries.sorted(Comparator.comparing(BackupSummary::backupArn)).toList();
    }

    private static void assertWalksEverything(DynamoDbClient client, Query query) {
        try (client) {
            Map<String, BackupSummary> wanted = query.wanted();
            List<List<BackupSummary>> pages = pages(client, query, cursor -> {});

            assertEquals(byArn(wanted.values().stream()), byArn(inAscendingOrder(pages).stream()));
            assertEquals(Math.max(1, Math.ceilDiv(wanted.size(), query.pageSize())), pages.size(),
                    "there is a next page exactly when there is more");
        }
    }

    static Stream<Query> queries() {
        Stream<Query> oneAPage = PLACES.stream().map(place -> new Query(place, "", "ALL", 1, false));
        Stream<Query> ofAllTables = Stream.of(0, 7, 100).flatMap(limit -> PLACES.stream()
                .flatMap(place -> TYPES.stream().map(type -> new Query(place, "", type, limit, false))));
        Stream<Query> ofOneTable = Stream.of(0, 7).flatMap(limit -> ManyBackups.TABLES.stream()
                .flatMap(table -> TYPES.stream().map(type -> new Query(ABROAD, table, type, limit, false))));
        Stream<Query> withHistory = Stream.of(0, 7).flatMap(limit -> PLACES.stream()
                .flatMap(place -> TYPES.stream().map(type -> new Query(place, "", type, limit, true))));
        return Stream.of(oneAPage, ofAllTables, ofOneTable, withHistory).flatMap(queries -> queries);
    }

    @ParameterizedTest
    @MethodSource("queries")
    void everyBackupComesOnceAndInOrder(Query query) {
        assertWalksEverything(owner(query.place()), query);
    }

    /** A way to ask for a place: the payload, the caller, the path of the URL, and the Region that is signed for. */
    record Way(String payload, String caller, String path, Region signedFor, Place place) {

        DynamoDbClient client() {
            return clientBuilder(payload, caller, path).region(signedFor).build();
        }
    }

    static Stream<Way> ways() {
        return PLACES.stream().flatMap(place -> {
            String owner = place.account().digits();
            String ofAnyone = "/" + place.account() + "/" + place.region();
            return Stream.of("1.0", "2.0").flatMap(payload -> Stream.of(
                    spellings("").map(path -> new Way(payload, owner, path, Region.of(place.region()), place)),
                    Stream.of("/" + place.region(), ofAnyone).flatMap(ListWalkTest::spellings)
                            .map(path -> new Way(payload, owner, path, Region.AP_SOUTH_1, place)),
                    spellings(ofAnyone).map(path -> new Way(payload, READER, path, Region.AP_SOUTH_1, place)))
                    .flatMap(ways -> ways));
        });
    }

    private static Stream<String> spellings(String path) {
        return Stream.of(path, path + "/", "/prod" + path, "/prod" + path + "/");
    }

    @ParameterizedTest
    @MethodSource("ways")
    void everyWayLeadsToTheSameBackups(Way way) {
        assertWalksEverything(way.client(), new Query(way.place(), "Orders", "ALL", 100, false));
    }

    @Test
    void aReaderHasNoBackupsOfItsOwn() {
        try (DynamoDbClient client = client("1.0", READER, "/us-east-1")) {
            assertEquals(List.of(), client.listBackups(request -> request.backupType("ALL")).backupSummaries());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Missing", "no", "arn:aws:dynamodb:eu-west-1:111122223333:table/Missing"})
    void aTableThatDoesNotExistHasNoBackups(String table) {
        try (DynamoDbClient client = owner(HOME)) {
            ListBackupsResponse page = client.listBackups(request -> request.tableName(table).backupType("ALL"));

            assertTrue(page.hasBackupSummaries());
            assertEquals(List.of(), page.backupSummaries());
            assertNull(page.lastEvaluatedBackupArn());
        }
    }

    @ParameterizedTest
    @CsvSource({"999988887777, ''", "444455556666, ''", "444455556666, /111122223333/us-east-1"})
    void anArnSaysWhereItsTableIs(String caller, String path) {
        Query query = new Query(OTHERS_ABROAD, "Orders", "ALL", 7, false);
        Query byArn = new Query(OTHERS_ABROAD, ManyBackups.tableArn(OTHERS_ABROAD, "Orders"), "ALL", 7, false);
        try (DynamoDbClient client = client("1.0", caller, path)) {
            assertEquals(byArn(query.wanted().values().stream()),
                    byArn(inAscendingOrder(pages(client, byArn, cursor -> {})).stream()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0", "2.0"})
    void aStrangerIsDeniedInTheSameBytesWhateverThereIs(String payload) {
        Set<List<Object>> answers = new HashSet<>();
        for (String path : List.of("/111122223333/us-east-1", "/111122223333/sa-east-1", "/123456789012/us-east-1")) {
            answers.add(denied(payload, path, "Orders"));
            answers.add(denied(payload, path, "Missing"));
        }
        answers.add(denied(payload, "", ManyBackups.tableArn(ABROAD, "Orders")));
        answers.add(denied(payload, "", ManyBackups.tableArn(ABROAD, "Missing")));

        assertEquals(Set.of(List.of(400,
                "{\"__type\":\"com.amazon.coral.service#AccessDeniedException\",\"Message\":\"Access is denied\"}")),
                answers);
    }

    private static List<Object> denied(String payload, String path, String table) {
        try (DynamoDbClient client = client(payload, "444455556666", path)) {
            DynamoDbException e = assertThrows(DynamoDbException.class,
                    () -> client.listBackups(request -> request.tableName(table)));
            return List.of(e.statusCode(), e.awsErrorDetails().rawResponse().asUtf8String());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0", "2.0"})
    void theEndpointIsTheOneThatWasAsked(String payload) {
        try (DynamoDbClient client = client(payload, HOME.account().digits(), "")) {
            assertEquals(List.of(Endpoint.builder().address(host(payload)).cachePeriodInMinutes(1440L).build()),
                    client.describeEndpoints().endpoints());
        }
    }

    @Test
    void endpointDiscoveryDoesNoHarm() {
        assertWalksEverything(
                clientBuilder("1.0", ABROAD.account().digits(), "/eu-west-1").endpointDiscoveryEnabled(true).build(),
                new Query(ABROAD, "", "USER", 100, false));
    }

    /**
     * Between two of the first pages the backup that the next page starts after may be deleted, and so may one that is
     * still to come, and up to three are added: later than that one, earlier, and in its very millisecond. Not after
     * the first pages: a reader of one a page would never come to an end.
     */
    private static final class Disturbance implements Consumer<String> {

        private static final int DISTURBED_PAGES = 30;
        private static final int TRIES = 500;

        private final Query query;
        private final Random random;
        private int pages;
        private final Map<String, BackupSummary> before;
        private final Set<String> added = new LinkedHashSet<>();
        private final Set<String> addedAhead = new HashSet<>();
        private final Set<String> deletedAhead = new HashSet<>();
        private final Set<String> deletedCursors = new HashSet<>();

        Disturbance(Query query) {
            this.query = query;
            this.random = new Random(6);
            this.before = query.wanted();
        }

        @Override
        public void accept(String cursor) {
            if (pages++ >= DISTURBED_PAGES) {
                return;
            }
            Instant here = created(cursor);
            if (random.nextBoolean()) {
                deletedCursors.add(cursor);
                delete(cursor, random.nextBoolean() ? DeletionReason.DELETED : DeletionReason.SWEPT);
            }
            Duration step = Duration.ofMillis(1 + random.nextLong(Duration.ofDays(1).toMillis()));
            addWanted(here.minus(step));
            addWanted(here);
            Instant ahead = here.plus(step);
            if (ahead.isBefore(Instant.now())) {
                addWanted(ahead).ifPresent(addedAhead::add);
            }
            List<String> toCome = query.wanted().values().stream()
                    .filter(summary -> summary.backupStatus() != BackupStatus.DELETED
                            && summary.backupCreationDateTime().isAfter(here))
                    .map(BackupSummary::backupArn).toList();
            if (!toCome.isEmpty()) {
                String arn = toCome.get(random.nextInt(toCome.size()));
                deletedAhead.add(arn);
                delete(arn, DeletionReason.DELETED);
            }
        }

        private static Instant created(String arn) {
            return Objects.requireNonNull(KNOWN.get(arn)).backupDetails().backupCreationDateTime();
        }

        /** Adds a backup that the query asks for, unless all random ones exist already. */
        private Optional<String> addWanted(Instant time) {
            Optional<String> arn = Stream.generate(() -> many.next(query.place(), time)).limit(TRIES)
                    .filter(query::has).filter(backup -> !KNOWN.containsKey(backup.backupDetails().backupArn()))
                    .findFirst().map(backup -> add(backup).backupDetails().backupArn());
            arn.ifPresent(added::add);
            return arn;
        }

        void assertNothingLostOrDoubled(List<BackupSummary> walked) {
            Map<String, BackupSummary> after = query.wanted();
            Set<String> once = new LinkedHashSet<>();
            walked.forEach(summary -> assertTrue(once.add(summary.backupArn()), () -> "twice: " + summary));
            Set<String> there = new LinkedHashSet<>(before.keySet());
            there.addAll(addedAhead);
            there.retainAll(after.keySet());
            assertEquals(Set.of(), minus(there, once), "lost");
            Set<String> possible = new LinkedHashSet<>(before.keySet());
            possible.addAll(added);
            assertEquals(Set.of(), minus(once, possible), "never there");
            walked.stream().filter(summary -> deletedAhead.contains(summary.backupArn())).forEach(
                    summary -> assertTrue(query.history() && summary.backupStatus() == BackupStatus.DELETED,
                            () -> "was deleted before: " + summary));
            walked.stream().filter(summary -> before.containsKey(summary.backupArn())
                    && !summary.equals(after.get(summary.backupArn()))).forEach(
                            summary -> assertEquals(before.get(summary.backupArn()), summary));
        }

        private static Set<String> minus(Set<String> all, Set<String> some) {
            return all.stream().filter(arn -> !some.contains(arn)).collect(Collectors.toSet());
        }
    }

    static Stream<Query> disturbedQueries() {
        return Stream.of(false, true)
                .flatMap(history -> Stream.of(new Query(HOME, "", "ALL", 100, history),
                        new Query(HOME, "", "ALL", 7, history), new Query(OTHERS, "", "AWS_BACKUP", 7, history),
                        new Query(ABROAD, "Music", "ALL", 1, history),
                        new Query(OTHERS, "Orders", "AWS_BACKUP", 1, history),
                        new Query(OTHERS_ABROAD, "", "SYSTEM", 7, history),
                        new Query(OTHERS_ABROAD, "", "", 0, history)));
    }

    @ParameterizedTest
    @MethodSource("disturbedQueries")
    void aWalkLosesAndRepeatsNoBackupWhileOthersAreAddedAndDeleted(Query query) {
        Disturbance disturbance = new Disturbance(query);
        try (DynamoDbClient client = owner(query.place())) {
            disturbance.assertNothingLostOrDoubled(inAscendingOrder(pages(client, query, disturbance)));
        }
        if (query.type().equals("AWS_BACKUP")) {
            assertTrue(disturbance.deletedCursors.stream().anyMatch(arn -> arn.startsWith("arn:aws:backup:")),
                    "a recovery point was deleted while it was the cursor");
        }
        assertWalksEverything(owner(query.place()), query);
    }
}
