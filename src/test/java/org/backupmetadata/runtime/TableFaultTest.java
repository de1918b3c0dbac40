package org.backupmetadata.runtime;

import static org.backupmetadata.runtime.Backups.ARN;
import static org.backupmetadata.runtime.Backups.MISSING_ARN;
import static org.backupmetadata.runtime.Backups.OWNER;
import static org.backupmetadata.runtime.Backups.restApiRequest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.backupmetadata.runtime.TableProxy.Fault;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The table fails: the caller gets the contract's answer in time, and the request after the failure works. */
class TableFaultTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final TestRegion REGION = new TestRegion();
    private static final ExecutionEnvironment LAMBDA = REGION.function().start();

    @BeforeAll
    static void aRequestWorks() {
        REGION.store(Backups.DESCRIPTION);
        assertEquals(Backups.FOUND, ask(LAMBDA, ARN));
    }

    @AfterEach
    void theNextRequestWorks() {
        REGION.proxy().heal();
        assertEquals(Backups.FOUND, ask(LAMBDA, ARN));
    }

    @AfterAll
    static void close() {
        LAMBDA.close();
        REGION.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"HANGING", "CUT_OFF", "REFUSING"})
    void aTableThatDoesNotAnswerIsAnInternalServerErrorAndItsCauseIsLoggedOnce(Fault fault) {
        int before = LAMBDA.log().length();
        REGION.proxy().fail(fault);
        assertEquals(Backups.INTERNAL_SERVER_ERROR, ask(LAMBDA, ARN));
        String log = LAMBDA.log().substring(before);
        assertEquals(1, log.lines().count(), log);
        assertTrue(log.contains("\"cause\":\"software.amazon.awssdk.core.exception."), log);
    }

    @Test
    void anAnswerWithAWrongChecksumIsAskedForAgain() {
        long before = REGION.proxy().requests();
        REGION.proxy().fail(Fault.WRONG_CHECKSUM);
        assertEquals(Backups.FOUND, ask(LAMBDA, ARN));
        assertEquals(2, REGION.proxy().requests() - before);
    }

    @Test
    void aSuccessWithoutABodyDoesNotSayThatThereIsNoSuchBackup() {
        REGION.proxy().fail(Fault.EMPTY);
        assertEquals(Backups.INTERNAL_SERVER_ERROR, ask(LAMBDA, MISSING_ARN));
    }

    @Test
    void anAnswerThatComesTwiceIsNotTheNextCallersAndTheOneAfterIsRightAgain() {
        REGION.proxy().fail(Fault.TWICE);
        assertEquals(Backups.FOUND, ask(LAMBDA, ARN));
        assertEquals(Backups.INTERNAL_SERVER_ERROR, ask(LAMBDA, MISSING_ARN));
        assertEquals(Backups.NOT_FOUND, ask(LAMBDA, MISSING_ARN));
    }

    @Test
    void aNameThatDidNotResolveIsLookedUpAgainByTheNextRequest() throws IOException {
        Path hosts = Files.createTempFile("hosts", "");
        String endpoint = REGION.proxy().endpoint().replace("localhost", "dynamodb.test");
        try (ExecutionEnvironment lambda = REGION.function().flag("-Djdk.net.hosts.file=" + hosts)
                .variable("AWS_ENDPOINT_URL_DYNAMODB", endpoint).start()) {
            assertEquals(Backups.INTERNAL_SERVER_ERROR, ask(lambda, ARN));
            assertTrue(lambda.log().contains("UnknownHostException"), lambda.log());
            Files.writeString(hosts, "127.0.0.1 dynamodb.test\n");
            assertEquals(Backups.FOUND, ask(lambda, ARN));
        } finally {
            Files.delete(hosts);
        }
    }

    @Test
    void aThrottledTableIsAThrottlingException() {
        REGION.proxy().fail(Fault.THROTTLED);
        assertEquals(Backups.THROTTLED, ask(LAMBDA, ARN));
    }

    @Test
    void aTableThatIsNotThereIsAnInternalServerErrorUntilItIs() {
        try (ExecutionEnvironment lambda = REGION.function().variable("TABLE_NAME", "NotYetThere").start()) {
            assertEquals(Backups.INTERNAL_SERVER_ERROR, ask(lambda, ARN));
            assertTrue(lambda.log().contains("ResourceNotFoundException"), lambda.log());
            REGION.createTable("NotYetThere");
            assertEquals(Backups.NOT_FOUND, ask(lambda, MISSING_ARN));
        }
    }

    @Test
    void credentialsThatExpireAreFetchedAgain() {
        Instant now = Instant.now();
        try (CredentialsEndpoint credentials = CredentialsEndpoint.issuing("AKIDOFTODAY", "secret", now);
                ExecutionEnvironment lambda = REGION.function().without("AWS_ACCESS_KEY_ID")
                        .without("AWS_SECRET_ACCESS_KEY").without("AWS_SESSION_TOKEN").credentials(credentials)
                        .start()) {
            REGION.proxy().accept("AKIDOFTODAY");
            assertEquals(Backups.FOUND, ask(lambda, ARN));
            credentials.issue("AKIDOFTOMORROW", "secret", now.plus(Duration.ofDays(1)));
            REGION.proxy().accept("AKIDOFTOMORROW");
            assertEquals(Backups.FOUND, ask(lambda, ARN));
        }
    }

    private static GatewayAnswer ask(ExecutionEnvironment lambda, String arn) {
        return assertTimeoutPreemptively(LIMIT, () -> GatewayAnswer.of(lambda.invoke(restApiRequest(OWNER, arn))));
    }
}
