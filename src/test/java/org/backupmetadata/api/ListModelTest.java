package org.backupmetadata.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.backupmetadata.catalog.DeletionReason;
import org.backupmetadata.catalog.Observation;
import org.backupmetadata.lambda.Invocation;
import org.backupmetadata.lambda.RestApiHandler;
import org.backupmetadata.lambda.TestContext;
import org.backupmetadata.lambda.TestTable;
import org.backupmetadata.local.GatewayRequest;
import org.backupmetadata.model.BackupArn;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.BackupDescription;

/**
 * The service on a database against a plain list with the contract's rules: random backups and random filters must give
 * the same pages.
 */
class ListModelTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> TABLES = List.of("Music", "Music.2", "Films");
    private static final List<String> REGIONS = List.of("us-east-1", "eu-west-1");
    private static final Duration SYSTEM_LIFETIME = Duration.ofDays(35);

    /**
     * Backups are created in some milliseconds around the start of the test, so that many share one; or long before.
     */
    private static long start;

    @SuppressWarnings("NullAway.Init")
    private static TestTable table;

    @SuppressWarnings("NullAway.Init")
    private static RequestStreamHandler restApi;

    /** Each try has two accounts of its own: twice its number, and the next one. */
    private static int tries;

    @BeforeContainer
    static void startTheTable() throws IOException {
        start = Instant.now().toEpochMilli();
        table = TestTable.start();
        restApi = new RestApiHandler(table.environment("444455556666"));
    }

    @AfterContainer
    static void stopTheTable() {
        table.close();
    }

    /** One backup of the model, in the account of its try or the other. {@code expiry} is of SYSTEM backups only. */
    record Modelled(String account, String region, String tableName, String type, long created, String id,
            @Nullable Long expiry, boolean deleted) {

        boolean isRecoveryPoint() {
            return type.equals("AWS_BACKUP") && id.startsWith("e");
        }

        String arn() {
            return isRecoveryPoint()
                    ? "arn:aws:backup:%s:%s:recovery-point:%s%s".formatted(region, account,
                            tableName.replaceAll("[._]", "-"),
                            id + created)
                    : String.format(Locale.ROOT, "arn:aws:dynamodb:%s:%s:table/%s/backup/%014d-%s", region, account,
                            tableName, created,
                            id);
        }

        /** Its place in the list: by time, then by id and table; a recovery point has only its id. */
        String place() {
            return isRecoveryPoint()
                    ? String.format(Locale.ROOT, "%014d-%s", created, BackupArn.parse(arn()).id())
                    : String.format(Locale.ROOT, "%014d-%s/%s", created, id, tableName);
        }

        boolean isGone() {
            return deleted || (expiry != null && expiry <= start + Duration.ofHours(1).toMillis());
        }

        Modelled inTry(int number) {
            String own = String.format(Locale.ROOT, "%012d", 2 * number + Integer.parseInt(account));
            return new Modelled(own, region, tableName, type, created, id, expiry, deleted);
        }

        BackupDescription description() {
            return BackupDescription.builder()
                    .backupDetails(details -> details.backupArn(arn()).backupName("b").backupStatus("AVAILABLE")
                            .backupType(type).backupCreationDateTime(Instant.ofEpochMilli(created))
                            .backupExpiryDateTime(expiry == null ? null : Instant.ofEpochMilli(expiry)))
                    .sourceTableDetails(source -> source.tableName(tableName)).build();
        }
    }

    /** One request. {@code after} is the number of a backup, which may not exist. */
    record Question(String region, @Nullable String tableName, @Nullable String type, @Nullable Long from,
            @Nullable Long to, @Nullable Integer limit, @Nullable Integer after, boolean history) {

        boolean matches(Modelled backup) {
            return backup.region().equals(region)
                    && (tableName == null || backup.tableName().equals(tableName))
                    && (type == null
                            ? backup.type().equals("USER")
                            : type.equals("ALL") || type.equals(backup.type()))
                    && (from == null || backup.created() >= from) && (to == null || backup.created() < to)
                    && (history || !backup.isGone());
        }

        /** The body of the request for what follows after that backup. */
        String body(@Nullable String after) {
            ObjectNode body = JSON.createObjectNode();
            body.put("TableName", tableName).put("BackupType", type).put("Limit", limit);
            body.put("TimeRangeLowerBound", from == null ? null : from / 1000.0);
            body.put("TimeRangeUpperBound", to == null ? null : to / 1000.0);
            return body.put("ExclusiveStartBackupArn", after).toString();
        }
    }

    /** The page that a plain list gives: summaries as {@code ARN status}, then where to go on. */
    private static List<String> expected(Question question, List<Modelled> backups, String account,
            @Nullable Modelled after) {
        List<Modelled> matching = backups.stream()
                .filter(backup -> backup.account().equals(account) && question.matches(backup))
                .sorted(Comparator.comparing(Modelled::place))
                .filter(backup -> after == null || backup.place().compareTo(after.place()) > 0).toList();
        int limit = Objects.requireNonNullElse(question.limit(), 100);
        List<String> page = new ArrayList<>(matching.stream().limit(limit)
                .map(backup -> backup.arn() + (backup.isGone() ? " DELETED" : " AVAILABLE")).toList());
        if (matching.size() > limit) {
            page.add("more after " + matching.get(limit - 1).arn());
        }
        return page;
    }

    private static List<String> actual(Question question, String account, @Nullable Modelled after) {
        Map<String, String> headers = question.history() ? Map.of("x-backup-history", "include") : Map.of();
        GatewayRequest request = GatewayRequest
                .sdk("/prod/" + account + "/" + question.region() + "/", "ListBackups", account,
                        question.body(after == null ? null : after.arn()))
                .with(headers);
        JsonNode answer = Invocation.invoke(restApi, request.restApi(), new TestContext());
        JsonNode page = Invocation.json(answer.path("body").asText());
        List<String> lines = new ArrayList<>();
        page.path("BackupSummaries").forEach(summary -> lines
                .add(summary.path("BackupArn").asText() + " " + summary.path("BackupStatus").asText()));
        if (page.has("LastEvaluatedBackupArn")) {
            lines.add("more after " + page.path("LastEvaluatedBackupArn").asText());
        }
        return answer.path("statusCode").asInt() == 200 ? lines : List.of(answer.toString());
    }

    @Provide
    Arbitrary<List<Modelled>> backups() {
        Arbitrary<Long> times = Arbitraries.oneOf(Arbitraries.longs().between(start - 3, start + 3),
                Arbitraries.of(start - Duration.ofDays(40).toMillis(), start - Duration.ofDays(34).toMillis()));
        return Combinators.combine(Arbitraries.of("0", "0", "0", "1"), Arbitraries.of(REGIONS), Arbitraries.of(TABLES),
                Arbitraries.of("USER", "USER", "SYSTEM", "AWS_BACKUP", "QUANTUM"), times,
                Arbitraries.of("0a1b2c3d", "b0000000", "e0000000", "ffffffff"),
                Arbitraries.of(SYSTEM_LIFETIME, Duration.ofDays(90), Duration.ofMillis(1)),
                Arbitraries.of(true, false, false))
                .as((account, region, tableName, type, created, id, lifetime, deleted) -> new Modelled(account, region,
                        tableName, type, created, id, type.equals("SYSTEM") ? created + lifetime.toMillis() : null,
                        deleted))
                .list().ofMaxSize(40).uniqueElements(Modelled::arn);
    }

    @Provide
    Arbitrary<List<Question>> questions() {
        Arbitrary<Long> times = Arbitraries.longs().between(start - 4, start + 4).injectNull(0.6);
        return Combinators.combine(Arbitraries.of(REGIONS), Arbitraries.of(TABLES).injectNull(0.5),
                Arbitraries.of("USER", "SYSTEM", "AWS_BACKUP", "ALL", "ALL").injectNull(0.2), times, times,
                Arbitraries.of(1, 2, 3, 7, 100).injectNull(0.2),
                Arbitraries.integers().between(0, 39).injectNull(0.5), Arbitraries.of(true, false))
                .as(Question::new)
                .filter(question -> question.from() == null || question.to() == null
                        || question.from() <= question.to())
                .list().ofMinSize(1).ofMaxSize(8);
    }

    @Property(tries = 150)
    void pagesAreThoseOfAPlainList(@ForAll("backups") List<Modelled> modelled,
            @ForAll("questions") List<Question> questions) {
        tries++;
        String account = String.format(Locale.ROOT, "%012d", 2 * tries);
        List<Modelled> backups = modelled.stream().map(backup -> backup.inTry(tries)).toList();
        backups.forEach(ListModelTest::store);
        for (Question question : questions) {
            Modelled after = question.after() == null || question.after() >= backups.size()
                    ? null
                    : backups.get(question.after());
            Modelled known = after == null || !after.isRecoveryPoint() || after.account().equals(account)
                    ? after
                    : null;
            assertEquals(expected(question, backups, account, known), actual(question, account, after),
                    question::toString);
        }
    }

    private static void store(Modelled backup) {
        table.recorder().record(Observation.seen(backup.description(), Instant.ofEpochMilli(start)));
        if (backup.deleted()) {
            table.recorder().record(Observation.gone(BackupArn.parse(backup.arn()), Instant.ofEpochMilli(start),
                    DeletionReason.DELETED));
        }
    }
}
