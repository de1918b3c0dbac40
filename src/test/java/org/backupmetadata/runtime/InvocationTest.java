package org.backupmetadata.runtime;

import static org.backupmetadata.runtime.Backups.ARN;
import static org.backupmetadata.runtime.Backups.MISSING_ARN;
import static org.backupmetadata.runtime.Backups.OWNER;
import static org.backupmetadata.runtime.Backups.STRANGER;
import static org.backupmetadata.runtime.Backups.httpApiList;
import static org.backupmetadata.runtime.Backups.httpApiRequest;
import static org.backupmetadata.runtime.Backups.restApiList;
import static org.backupmetadata.runtime.Backups.restApiRequest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The package under Lambda's runtime client, started on demand: without SnapStart. */
class InvocationTest {
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
    void aRestApisRequestIsAnswered() {
        try (ExecutionEnvironment lambda = REGION.function().start()) {
            assertEquals(Backups.FOUND, GatewayAnswer.of(lambda.invoke(restApiRequest(OWNER, ARN))));
            assertEquals(Backups.NOT_FOUND, GatewayAnswer.of(lambda.invoke(restApiRequest(OWNER, MISSING_ARN))));
            assertEquals(Backups.DENIED, GatewayAnswer.of(lambda.invoke(restApiRequest(STRANGER, ARN))));
            assertEquals(Backups.LISTED, GatewayAnswer.of(lambda.invoke(restApiList(OWNER))));
        }
    }

    @Test
    void anHttpApisRequestIsAnswered() {
        try (ExecutionEnvironment lambda = REGION.function("org.backupmetadata.lambda.HttpApiHandler").start()) {
            assertEquals(Backups.FOUND, GatewayAnswer.of(lambda.invoke(httpApiRequest(OWNER, ARN))));
            assertEquals(Backups.NOT_FOUND, GatewayAnswer.of(lambda.invoke(httpApiRequest(OWNER, MISSING_ARN))));
            assertEquals(Backups.DENIED, GatewayAnswer.of(lambda.invoke(httpApiRequest(STRANGER, ARN))));
            assertEquals(Backups.LISTED, GatewayAnswer.of(lambda.invoke(httpApiList(OWNER))));
        }
    }

    @Test
    void sixteenRequestsAtOnceGetTheirOwnAnswersEach() {
        try (ExecutionEnvironment lambda = REGION.function().variable("AWS_LAMBDA_MAX_CONCURRENCY", "16").start()) {
            List<CompletableFuture<byte[]>> found = new ArrayList<>();
            List<CompletableFuture<byte[]>> missed = new ArrayList<>();
            List<CompletableFuture<byte[]>> denied = new ArrayList<>();
            for (int i = 0; i < 320; i++) {
                found.add(lambda.send(restApiRequest(OWNER, ARN)));
                missed.add(lambda.send(restApiRequest(OWNER, MISSING_ARN)));
                denied.add(lambda.send(restApiRequest(STRANGER, ARN)));
            }
            found.forEach(answer -> assertEquals(Backups.FOUND, GatewayAnswer.of(answer.join())));
            missed.forEach(answer -> assertEquals(Backups.NOT_FOUND, GatewayAnswer.of(answer.join())));
            denied.forEach(answer -> assertEquals(Backups.DENIED, GatewayAnswer.of(answer.join())));
        }
    }

    @Test
    void theLogSaysOnceWhatWasAskedAndNeverRepeatsTheRequest() {
        try (ExecutionEnvironment lambda = REGION.function().variable("AWS_LAMBDA_LOG_FORMAT", "JSON").start()) {
            lambda.invoke(restApiRequest(OWNER, ARN));
            String log = lambda.log();
            assertEquals(1, log.lines().filter(line -> line.contains(ARN)).count(), log);
            assertTrue(log.contains(OWNER) && log.contains("DescribeBackup"), log);
            assertFalse(log.contains("X-Amz-Target") || log.contains("ASIAEXAMPLE") || log.contains("secret"), log);
        }
    }

    @Test
    void aColdStartLogsNothingOfALoggingLibrary() {
        try (ExecutionEnvironment lambda = REGION.function().start()) {
            lambda.invoke(restApiRequest(OWNER, ARN));
            assertFalse(lambda.log().contains("SLF4J"), lambda.log());
        }
    }

    @Test
    void manyRequestsLeaveNoThreadAndNoSocketBehind() {
        try (ExecutionEnvironment lambda = REGION.function().start()) {
            askInAllWays(lambda, 100);
            long threads = lambda.usage().threads();
            long sockets = lambda.usage().sockets();
            askInAllWays(lambda, 1000);
            assertTrue(lambda.usage().threads() <= threads, () -> threads + " -> " + lambda.usage().threads());
            assertTrue(lambda.usage().sockets() <= sockets, () -> sockets + " -> " + lambda.usage().sockets());
        }
    }

    private static void askInAllWays(ExecutionEnvironment lambda, int times) {
        for (int i = 0; i < times; i++) {
            lambda.invoke(restApiRequest(OWNER, ARN));
            lambda.invoke(restApiRequest(OWNER, MISSING_ARN));
            lambda.invoke(restApiRequest(STRANGER, ARN));
        }
    }
}
