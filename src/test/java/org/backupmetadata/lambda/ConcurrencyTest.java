package org.backupmetadata.lambda;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.CRC32;
import org.backupmetadata.local.GatewayRequest;
import org.backupmetadata.model.AwsJson;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.BackupDescription;

/** Many requests at once in one environment, as Lambda Managed Instances send them. */
class ConcurrencyTest {

    private static final int THREADS = 16;
    private static final int REQUESTS_PER_THREAD = 100;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String READER = "444455556666";
    private static final List<String> OWNERS = List.of("111122223333", "777788889999");
    private static final List<String> CALLERS = List.of("111122223333", "777788889999", READER, "123456789012", "none");

    private final List<Backup> backups = backups();

    @Test
    void nobodyGetsAnothersAnswer() throws IOException, InterruptedException, ExecutionException {
        try (TestTable table = TestTable.start();
                ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            backups.stream().filter(Backup::exists).forEach(backup -> table.store(backup.model()));
            RequestStreamHandler restApi = new RestApiHandler(table.environment(READER));
            RequestStreamHandler httpApi = new HttpApiHandler(table.environment(READER));
            CountDownLatch start = new CountDownLatch(THREADS);
            List<Callable<Void>> work = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int thread = i;
                work.add(() -> {
                    start.countDown();
                    start.await();
                    ask(restApi, httpApi, thread);
                    return null;
                });
            }
            for (Future<Void> done : threads.invokeAll(work)) {
                done.get();
            }
        }
    }

    /** Asks for random backups as random callers; the thread's number is the seed. */
    private void ask(RequestStreamHandler restApi, RequestStreamHandler httpApi, int thread)
            throws JsonProcessingException {
        Random random = new Random(thread);
        for (int i = 0; i < REQUESTS_PER_THREAD; i++) {
            Backup backup = backups.get(random.nextInt(backups.size()));
            String caller = CALLERS.get(random.nextInt(CALLERS.size()));
            String requestId = "request-" + thread + "-" + i;
            GatewayRequest request = GatewayRequest.describeBackup(caller.equals("none") ? null : caller, backup.arn());
            if (random.nextBoolean()) {
                check(restApi, request.restApi(), requestId, caller, backup);
            } else {
                check(httpApi, request.httpApi(), requestId, caller, backup);
            }
        }
    }

    private static void check(RequestStreamHandler handler, String event, String requestId, String caller,
            Backup backup) throws JsonProcessingException {
        ObjectNode ownEvent = (ObjectNode) JSON.readTree(event);
        ownEvent.withObjectProperty("requestContext").put("requestId", requestId);
        TestContext context = new TestContext();
        JsonNode answer = Invocation.invoke(handler, ownEvent.toString(), context);
        String expected = backup.answerTo(caller);
        JsonNode line = JSON.readTree(context.log().getFirst());
        assertAll(requestId, () -> assertEquals(expected, answer.path("body").asText()),
                () -> assertEquals(requestId, answer.at("/headers/x-amzn-RequestId").asText()),
                () -> assertEquals(crc32(expected), answer.at("/headers/x-amz-crc32").asText()),
                () -> assertEquals(1, context.log().size()),
                () -> assertEquals(requestId, line.path("requestId").asText()),
                () -> assertEquals(caller, line.path("caller").asText("none")),
                () -> assertEquals(caller.equals("none") ? "" : backup.arn(), line.path("backupArn").asText()));
    }

    private static String crc32(String body) {
        CRC32 crc = new CRC32();
        crc.update(body.getBytes(StandardCharsets.UTF_8));
        return Long.toString(crc.getValue());
    }

    /** For each owner some backups that exist, no two of them alike or of the same length, and one that does not. */
    private static List<Backup> backups() {
        List<Backup> backups = new ArrayList<>();
        for (String owner : OWNERS) {
            for (int i = 0; i < 12; i++) {
                String arn = String.format(Locale.ROOT,
                        "arn:aws:dynamodb:us-east-1:%s:table/Table%d/backup/%014d-0000000a", owner, i,
                        1_500_000_000_000L + i);
                backups.add(new Backup(owner, arn, "backup-" + "x".repeat(i * i), i > 0));
            }
        }
        return backups;
    }

    private record Backup(String owner, String arn, String name, boolean exists) {

        String description() {
            return "{\"BackupDetails\":{\"BackupArn\":\"%s\",\"BackupName\":\"%s\",\"BackupStatus\":\"AVAILABLE\"}}"
                    .formatted(arn, name);
        }

        BackupDescription model() {
            return AwsJson.read(description(), BackupDescription.builder()).build();
        }

        String answerTo(String caller) {
            if (caller.equals("none")) {
                return "{\"__type\":\"com.amazon.coral.service#MissingAuthenticationTokenException\",\"message\":\"Request is missing Authentication Token\"}";
            }
            if (!caller.equals(owner) && !caller.equals(READER)) {
                return "{\"__type\":\"com.amazon.coral.service#AccessDeniedException\",\"Message\":\"Access is denied\"}";
            }
            return exists
                    ? "{\"BackupDescription\":" + description() + "}"
                    : "{\"__type\":\"com.amazonaws.dynamodb.v20120810#BackupNotFoundException\",\"message\":\"Backup not found: "
                            + arn + "\"}";
        }
    }
}
