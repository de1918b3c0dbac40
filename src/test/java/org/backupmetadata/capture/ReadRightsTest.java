package org.backupmetadata.capture;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.backupmetadata.catalog.BackupRecorder;
import org.backupmetadata.catalog.CoverageTable;
import org.backupmetadata.catalog.KnownBackups;
import org.backupmetadata.catalog.UnreadableItemException;
import org.backupmetadata.local.LocalDatabase;
import org.backupmetadata.local.TemplateYaml;
import org.backupmetadata.model.Place;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BackupDescription;
import software.amazon.awssdk.services.dynamodb.model.BackupStatus;
import software.amazon.awssdk.services.dynamodb.model.BackupType;

/** What a sweep calls of an account is what its role there may do, and the other way round. */
class ReadRightsTest {

    private static final Place PLACE = Place.of("111122223333", "us-west-2");
    private static final Instant START = Instant.parse("2026-11-25T00:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String TABLE = "arn:aws:dynamodb:us-west-2:111122223333:table/Music";
    private static final String POINT = "arn:aws:backup:us-west-2:111122223333:recovery-point:1";

    /** Remembers the actions that requests to AWS Backup need, by the paths of its model. */
    private static final class RecordingHttp implements SdkHttpClient {

        private final SdkHttpClient http = Apache5HttpClient.create();
        private final Set<String> actions = new ConcurrentSkipListSet<>();

        @Override
        public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
            String path = request.httpRequest().encodedPath();
            actions.add(path.equals("/backup-vaults/")
                    ? "backup:ListBackupVaults"
                    : path.matches("/backup-vaults/[^/]+/recovery-points/")
                            ? "backup:ListRecoveryPointsByBackupVault"
                            : path.matches("/resources/[^/]+/recovery-points/")
                                    ? "backup:ListRecoveryPointsByResource"
                                    : path);
            return http.prepareRequest(request);
        }

        @Override
        public void close() {
            http.close();
        }
    }

    private static void unreadable(UnreadableItemException item) {
        throw new AssertionError(item);
    }

    private static BackupDescription backup() {
        return BackupDescription.builder()
                .backupDetails(details -> details.backupArn(TABLE + "/backup/01489602797149-73d8d5bc")
                        .backupName("backup").backupStatus(BackupStatus.AVAILABLE).backupType(BackupType.USER)
                        .backupCreationDateTime(Instant.ofEpochMilli(1489602797149L)))
                .sourceTableDetails(table -> table.tableName("Music").tableArn(TABLE)).build();
    }

    /** The actions of two sweeps: a backup and a recovery point are new, then the recovery point is gone. */
    private static Set<String> actionsOfSweeps() throws IOException {
        TestClock clock = new TestClock(START);
        LiveDynamoDb live = new LiveDynamoDb(clock, 10);
        try (LocalDatabase database = LocalDatabase.start();
                StandInAwsBackup awsBackup = StandInAwsBackup.start(PLACE.region());
                RecordingHttp http = new RecordingHttp()) {
            CaptureTables tables = CaptureTables.create(database, 0);
            AwsBackupClient client = new AwsBackupClient(http,
                    StaticCredentialsProvider.create(AwsBasicCredentials.create("key", StandInAwsBackup.SECRET)),
                    PLACE.region(), awsBackup.endpoint());
            Sweeper sweeper = new Sweeper(new CoverageTable(database.client(), tables.coverage()),
                    new KnownBackups(database.client(), tables.backups(), clock, ReadRightsTest::unreadable),
                    new BackupRecorder(database.client(), tables.backups(), Optional.empty(), clock),
                    new LiveAccess() {
                        @Override
                        public DynamoDbClient dynamoDb(Place place) {
                            return live;
                        }

                        @Override
                        public Optional<AwsBackupClient> awsBackup(Place place) {
                            return Optional.of(client);
                        }
                    }, clock, HOUR);
            live.put(backup());
            awsBackup.put("Default", POINT, TABLE, "COMPLETED").put("CreationDate", 1489602797L);
            sweeper.tick(List.of(PLACE), clock.instant().plus(HOUR));
            awsBackup.vault("Default").clear();
            clock.sleep(HOUR);
            sweeper.tick(List.of(PLACE), clock.instant().plus(HOUR));
            Set<String> actions = new TreeSet<>(http.actions);
            live.calls().forEach(call -> actions.add("dynamodb:" + call.operation()));
            return actions;
        }
    }

    private static JsonNode role(String file, String name) {
        JsonNode template = assertDoesNotThrow(
                () -> new ObjectMapper().<JsonNode>valueToTree(TemplateYaml.load(Path.of(file))));
        return template.path("Resources").path(name).path("Properties");
    }

    /** The actions of every statement, also of one that depends on a condition. */
    private static Set<String> actions(JsonNode policy) {
        return elements(policy.at("/PolicyDocument/Statement"))
                .map(each -> each.has("Fn::If") ? each.path("Fn::If").path(1) : each)
                .flatMap(statement -> elements(statement.path("Action"))).map(JsonNode::asText)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<JsonNode> elements(JsonNode node) {
        return node.isArray() ? StreamSupport.stream(node.spliterator(), false) : Stream.of(node);
    }

    @Test
    void aSweepCallsWhatItsRolesInAMemberAndInItsOwnAccountMayDoAndNoMore() throws IOException {
        Set<String> called = actionsOfSweeps();
        JsonNode member = role("src/stacks/member.yaml", "ReadRole");
        assertEquals(called, actions(member.path("Policies").path(0)));
        assertEquals(1, member.path("Policies").size());
        assertFalse(member.has("ManagedPolicyArns"));
        called.add("sts:AssumeRole"); // the members' roles
        assertEquals(called, actions(role("template.yaml", "SweepFunctionRole").path("Policies").path(0)));
    }
}
