package org.backupmetadata.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.backupmetadata.model.BackupArn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BackupDescription;
import software.amazon.awssdk.services.dynamodb.model.BackupDetails;
import software.amazon.awssdk.services.dynamodb.model.BackupNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.BackupStatus;
import software.amazon.awssdk.services.dynamodb.model.BackupSummary;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/** The unmodified AWS SDK against the local run, over HTTP and with either payload. */
@ParameterizedClass
@MethodSource("runs")
class SdkClientTest {

    private static final Path SAMPLES = Path.of("src/test/resources/backups");
    private static final List<BackupDescription> BACKUPS = BackupFiles.load(SAMPLES).backups();
    private static final BackupDescription OWN = BACKUPS.getFirst();
    private static final String MISSING = "arn:aws:dynamodb:us-east-1:111122223333:table/Music/backup/01516149542009-41ca7e0f";

    private final LocalRun run;

    SdkClientTest(LocalRun run) {
        this.run = run;
    }

    /** JUnit closes each after its test. */
    static Stream<LocalRun> runs() {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        return Stream.of("1.0", "2.0")
                .map(payload -> LocalRun.start(
                        LocalRun.Options.parse("--port=0", "--database-port=0", "--payload=" + payload),
                        Map.of(), nowhere));
    }

    private DynamoDbClient client(AwsCredentialsProvider credentials, String path) {
        return DynamoDbClient.builder().endpointOverride(URI.create("http://127.0.0.1:" + run.port() + path))
                .region(Region.US_EAST_1).credentialsProvider(credentials).build();
    }

    private static AwsCredentialsProvider key(String accessKeyId) {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKeyId, "any"));
    }

    private BackupDescription describe(AwsCredentialsProvider credentials, String path, String arn) {
        try (DynamoDbClient client = client(credentials, path)) {
            return client.describeBackup(request -> request.backupArn(arn)).backupDescription();
        }
    }

    private DynamoDbException refusal(AwsCredentialsProvider credentials, String arn) {
        DynamoDbException e = assertThrows(DynamoDbException.class, () -> describe(credentials, "", arn));
        assertEquals(400, e.statusCode());
        assertEquals(36, e.requestId().length(), e.requestId());
        return e;
    }

    static Stream<BackupDescription> samples() {
        return BACKUPS.stream();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aClientOfTheOwnerGetsTheBackupThatWasLoaded(BackupDescription sample) {
        String arn = sample.backupDetails().backupArn();
        AwsCredentialsProvider owner = key(BackupArn.parse(arn).place().account().digits());

        if (isGone(sample.backupDetails())) {
            assertInstanceOf(BackupNotFoundException.class, refusal(owner, arn));
        } else {
            assertEquals(sample, describe(owner, "", arn));
        }
    }

    private static boolean isGone(BackupDetails details) {
        return details.backupStatus() == BackupStatus.DELETED || (details.backupExpiryDateTime() != null
                && details.backupExpiryDateTime().isBefore(Instant.now()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/prod", "/prod/"})
    void theStageMayBeInTheEndpoint(String path) {
        assertEquals(OWN, describe(key("111122223333"), path, OWN.backupDetails().backupArn()));
    }

    @Test
    void anyKeyThatIsNoAccountIsTheAccountWithMostBackups() {
        assertEquals(OWN, describe(key("AKIDEXAMPLE"), "", OWN.backupDetails().backupArn()));
    }

    @Test
    void aMissingBackupIsNotFound() {
        DynamoDbException e = refusal(key("111122223333"), MISSING);

        assertInstanceOf(BackupNotFoundException.class, e);
        assertEquals("BackupNotFoundException", e.awsErrorDetails().errorCode());
        assertEquals("Backup not found: " + MISSING, e.awsErrorDetails().errorMessage());
    }

    @Test
    void aStrangerIsDeniedWhetherOrNotTheBackupExists() {
        for (String arn : List.of(OWN.backupDetails().backupArn(), MISSING)) {
            DynamoDbException e = refusal(key("444455556666"), arn);
            assertEquals("AccessDeniedException", e.awsErrorDetails().errorCode());
            assertEquals("Access is denied", e.awsErrorDetails().errorMessage());
        }
    }

    @Test
    void aClientWithoutCredentialsHasNoToken() {
        DynamoDbException e = refusal(AnonymousCredentialsProvider.create(), MISSING);

        assertEquals("MissingAuthenticationTokenException", e.awsErrorDetails().errorCode());
        assertEquals("Request is missing Authentication Token", e.awsErrorDetails().errorMessage());
    }

    @Test
    void whatIsNoBackupArnIsInvalid() {
        DynamoDbException e = refusal(key("111122223333"), "arn:aws:dynamodb:us-east-1:111122223333:table/Music");

        assertEquals("ValidationException", e.awsErrorDetails().errorCode());
        assertEquals("Invalid Backup ARN", e.awsErrorDetails().errorMessage());
    }

    @Test
    void anotherOperationIsUnknown() {
        try (DynamoDbClient client = client(key("111122223333"), "")) {
            DynamoDbException e = assertThrows(DynamoDbException.class, client::describeLimits);

            assertEquals("UnknownOperationException", e.awsErrorDetails().errorCode());
        }
    }

    @Test
    void aListIsOfTheRegionOfTheClient() {
        for (String region : List.of("us-east-1", "eu-west-1", "ap-south-1")) {
            List<String> expected = BACKUPS.stream().map(BackupDescription::backupDetails)
                    .filter(backup -> backup.backupStatus() != BackupStatus.DELETED)
                    .filter(backup -> backup.backupExpiryDateTime() == null
                            || backup.backupExpiryDateTime().isAfter(Instant.now()))
                    .map(BackupDetails::backupArn).filter(arn -> arn.contains(":" + region + ":111122223333:")).sorted()
                    .toList();
            try (DynamoDbClient client = DynamoDbClient.builder().region(Region.of(region))
                    .endpointOverride(URI.create("http://127.0.0.1:" + run.port()))
                    .credentialsProvider(key("111122223333")).build()) {
                assertEquals(expected,
                        client.listBackups(request -> request.backupType("ALL")).backupSummaries().stream()
                                .map(BackupSummary::backupArn).sorted().toList());
            }
        }
    }
}
