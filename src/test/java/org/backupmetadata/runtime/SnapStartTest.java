package org.backupmetadata.runtime;

import static org.backupmetadata.runtime.Backups.ARN;
import static org.backupmetadata.runtime.Backups.MISSING_ARN;
import static org.backupmetadata.runtime.Backups.OWNER;
import static org.backupmetadata.runtime.Backups.httpApiRequest;
import static org.backupmetadata.runtime.Backups.restApiList;
import static org.backupmetadata.runtime.Backups.restApiRequest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import org.backupmetadata.runtime.TableProxy.Fault;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The package under Lambda's runtime client, published and restored from a snapshot. */
class SnapStartTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TestRegion REGION = new TestRegion();

    @BeforeAll
    static void storeABackup() {
        REGION.store(Backups.DESCRIPTION);
    }

    @AfterAll
    static void close() {
        REGION.close();
    }

    @Test
    void aRestoredFunctionAnswersWithNewConnectionsAndNewCredentials() {
        Instant inAnHour = Instant.now().plus(Duration.ofHours(1));
        try (CredentialsEndpoint credentials = CredentialsEndpoint.issuing("AKIDATPUBLISH", "KEYATPUBLISH", inAnHour);
                ExecutionEnvironment lambda = publish(fetching(REGION.function(), credentials))) {
            assertTrue(credentials.requests() > 0 && REGION.proxy().requests() > 0, "The table was not asked");
            assertFalse(lambda.log().contains("WARN"), lambda.log());
            assertEquals(0, REGION.proxy().openConnections(), "Connections are in the snapshot");
            assertFalse(lambda.usage().heapHolds("KEYATPUBLISH"), "A secret key is in the snapshot");
            assertFalse(lambda.usage().heapHolds("session-of-AKIDATPUBLISH"), "Credentials are in the snapshot");

            credentials.issue("AKIDATRESTORE", "KEYATRESTORE", inAnHour);
            REGION.proxy().accept("AKIDATRESTORE");
            lambda.restore();
            assertEquals(Backups.FOUND, GatewayAnswer.of(lambda.invoke(restApiRequest(OWNER, ARN))));
            assertEquals(Backups.NOT_FOUND, GatewayAnswer.of(lambda.invoke(restApiRequest(OWNER, MISSING_ARN))));
        } finally {
            REGION.proxy().heal();
        }
    }

    @Test
    void theFirstRequestAfterARestoreMayBeAList() {
        try (ExecutionEnvironment lambda = publish(REGION.function())) {
            lambda.restore();
            assertEquals(Backups.LISTED, GatewayAnswer.of(lambda.invoke(restApiList(OWNER))));
        }
    }

    @Test
    void aGarbageCollectionBeforeTheCheckpointLosesNoHook() {
        LambdaPackage code = LambdaPackage.ofThisProject().with(CollectedHandler.class);
        long before = REGION.proxy().requests();
        try (ExecutionEnvironment lambda = publish(REGION.function(code, CollectedHandler.class.getName()))) {
            long published = REGION.proxy().requests();
            assertTrue(published > before, "Nothing ran before the checkpoint");
            lambda.restore();
            assertEquals(Backups.FOUND, GatewayAnswer.of(lambda.invoke(httpApiRequest(OWNER, ARN))));
            assertEquals(Backups.NOT_FOUND, GatewayAnswer.of(lambda.invoke(httpApiRequest(OWNER, MISSING_ARN))));
            assertTrue(REGION.proxy().requests() > published + 3, "Nothing ran after the restore");
        }
    }

    @Test
    void aTableOutOfReachIsLoggedAndDoesNotKeepTheSnapshotFromBeingTaken() throws JsonProcessingException {
        REGION.proxy().fail(Fault.REFUSING);
        try (ExecutionEnvironment lambda = publish(REGION.function())) {
            JsonNode line = JSON.readTree(lambda.log().lines().filter(each -> each.contains("\"WARN\"")).findFirst()
                    .orElseThrow());
            assertEquals("The table does not answer, so the snapshot is taken without a first call to it",
                    line.path("message").asText());
            assertTrue(line.path("cause").asText().contains("SdkClientException"), line::toString);
            REGION.proxy().heal();
            lambda.restore();
            assertEquals(Backups.FOUND, GatewayAnswer.of(lambda.invoke(restApiRequest(OWNER, ARN))));
        } finally {
            REGION.proxy().heal();
        }
    }

    private static LambdaFunction fetching(LambdaFunction function, CredentialsEndpoint credentials) {
        return function.without("AWS_ACCESS_KEY_ID").without("AWS_SECRET_ACCESS_KEY").without("AWS_SESSION_TOKEN")
                .credentials(credentials);
    }

    /** Takes the snapshot, and breaks every connection of the function. */
    private static ExecutionEnvironment publish(LambdaFunction function) {
        // The optimising compiler takes most of the time that the rehearsals take, and shows in no answer.
        ExecutionEnvironment lambda = function.snapStart().flag("-XX:TieredStopAtLevel=1").start();
        lambda.awaitCheckpoint();
        REGION.proxy().resetConnections();
        return lambda;
    }
}
