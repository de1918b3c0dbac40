package org.backupmetadata.runtime;

import static org.backupmetadata.runtime.Backups.ARN;
import static org.backupmetadata.runtime.Backups.OWNER;
import static org.backupmetadata.runtime.Backups.httpApiRequest;
import static org.backupmetadata.runtime.Backups.restApiRequest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.backupmetadata.local.GatewayRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Events of the largest size that Lambda allows, in every shape, to a function of 512 MB. */
class LargeEventTest {
    private static final int LIMIT = 6 * 1024 * 1024;
    private static final int MEMORY = 512;
    private static final int DEPTH = 100_000;
    private static final GatewayAnswer NO_ARN = validationError(
            "Value null at 'backupArn' failed to satisfy constraint:"
                    + " Member must not be null");
    private static final GatewayAnswer ARRAY_FOR_STRING = Backups.answer(400, """
            {"__type":"com.amazon.coral.service#SerializationException",\
            "Message":"Unrecognized collection type class java.lang.String"}""");

    private static final TestRegion REGION = new TestRegion();
    private static final ExecutionEnvironment REST_API = REGION.function().memory(MEMORY).start();
    private static final ExecutionEnvironment HTTP_API = REGION.function("org.backupmetadata.lambda.HttpApiHandler")
            .memory(MEMORY).start();

    @BeforeAll
    static void storeABackup() {
        REGION.store(Backups.DESCRIPTION);
    }

    @AfterAll
    static void stillAnswersAndStayedWithinItsMemory() {
        assertEquals(Backups.FOUND, GatewayAnswer.of(REST_API.invoke(restApiRequest(OWNER, ARN))));
        assertEquals(Backups.FOUND, GatewayAnswer.of(HTTP_API.invoke(httpApiRequest(OWNER, ARN))));
        for (ExecutionEnvironment lambda : new ExecutionEnvironment[]{REST_API, HTTP_API}) {
            long peak = lambda.usage().peakResidentKilobytes();
            assertTrue(peak < MEMORY * 1024L, () -> peak + " kB");
            lambda.close();
        }
        REGION.close();
    }

    @Test
    void oneHugeStringIsQuotedBack() {
        String arn = "a".repeat(LIMIT - 4096);
        assertEquals(tooLong(arn), askRestApi(body(arn)));
    }

    @Test
    void oneHugeStringInBase64IsQuotedBack() {
        String arn = "a".repeat((LIMIT - 4096) / 4 * 3);
        assertEquals(tooLong(arn), askHttpApi(body(arn)));
    }

    @Test
    void asManyMembersAsFitAreIgnored() {
        assertEquals(NO_ARN, askHttpApi(members(900_000)));
        assertEquals(NO_ARN, askRestApi(members(890_000)));
    }

    @Test
    void aMillionMembersInTheEventAreIgnored() {
        byte[] event = restApiRequest(OWNER, ARN);
        assertEquals(Backups.FOUND, GatewayAnswer.of(REST_API.invoke(with(event, members(1_000_000)))));
    }

    @Test
    void deepNestingIsNoString() {
        String body = "{\"BackupArn\":" + "[".repeat(DEPTH) + "]".repeat(DEPTH) + "}";
        assertEquals(ARRAY_FOR_STRING, askRestApi(body));
        assertEquals(ARRAY_FOR_STRING, askHttpApi(body));
    }

    @Test
    void deepNestingInTheEventIsIgnored() {
        String deep = "{\"a\":".repeat(DEPTH) + "0" + "}".repeat(DEPTH);
        assertEquals(Backups.FOUND, GatewayAnswer.of(REST_API.invoke(with(restApiRequest(OWNER, ARN), deep))));
        assertEquals(Backups.FOUND, GatewayAnswer.of(HTTP_API.invoke(with(httpApiRequest(OWNER, ARN), deep))));
    }

    private static String body(String backupArn) {
        return "{\"BackupArn\":\"" + backupArn + "\"}";
    }

    private static GatewayRequest describe(String body) {
        return GatewayRequest.sdk("/", "DescribeBackup", OWNER, body);
    }

    private static GatewayAnswer askRestApi(String body) {
        byte[] event = describe(body).restApi().getBytes(StandardCharsets.UTF_8);
        assertTrue(event.length <= LIMIT, () -> "Lambda would refuse " + event.length + " bytes");
        return GatewayAnswer.of(REST_API.invoke(event));
    }

    private static GatewayAnswer askHttpApi(String body) {
        byte[] event = describe(body).httpApi().getBytes(StandardCharsets.UTF_8);
        assertTrue(event.length <= LIMIT, () -> "Lambda would refuse " + event.length + " bytes");
        return GatewayAnswer.of(HTTP_API.invoke(event));
    }

    /** An object with that many members. */
    private static String members(int count) {
        String[] members = new String[count];
        Arrays.fill(members, "\"\":0");
        return "{" + String.join(",", members) + "}";
    }

    /** The event with one more member. */
    private static byte[] with(byte[] event, String value) {
        return ("{\"unknown\":" + value + "," + new String(event, StandardCharsets.UTF_8).substring(1))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static GatewayAnswer tooLong(String arn) {
        return validationError("Value '" + arn + "' at 'backupArn' failed to satisfy constraint:"
                + " Member must have length less than or equal to 1024");
    }

    private static GatewayAnswer validationError(String detected) {
        return Backups.answer(400, """
                {"__type":"com.amazon.coral.validate#ValidationException",\
                "message":"1 validation error detected: %s"}""".formatted(detected));
    }
}
