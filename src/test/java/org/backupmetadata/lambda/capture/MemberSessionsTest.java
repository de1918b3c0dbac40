package org.backupmetadata.lambda.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.backupmetadata.local.LocalDatabase;
import org.backupmetadata.model.Place;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.sts.model.StsException;

/** With whose credentials and in which Region accounts are read, over real HTTP. */
class MemberSessionsTest {

    private static final Place OWN = Place.of("999999999999", "us-east-1");
    private static final Place MEMBER = Place.of("111122223333", "eu-west-1");
    private static final String ACCOUNT_ENDPOINTS = "aws.accountIdEndpointMode";
    private static final Pattern SCOPE = Pattern.compile("Credential=([^/]+)/[0-9]+/([^/]+)/([^/]+)/");

    private static final String ENDED = "{\"__type\":\"com.amazon.coral.service#ExpiredTokenException\"}";

    private final List<String> signers = new CopyOnWriteArrayList<>();
    private final Set<String> ended = new ConcurrentSkipListSet<>();

    @SuppressWarnings("NullAway.Init")
    private StandInSts sts;

    @SuppressWarnings("NullAway.Init")
    private HttpServer dynamoDb;

    @BeforeEach
    void start() throws IOException {
        sts = StandInSts.start();
        dynamoDb = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        dynamoDb.createContext("/", this::list);
        dynamoDb.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        dynamoDb.start();
        LocalDatabase.useForDefaultClients(endpoint());
    }

    @AfterEach
    void stop() {
        dynamoDb.stop(0);
        sts.close();
    }

    private URI endpoint() {
        return URI.create("http://127.0.0.1:" + dynamoDb.getAddress().getPort());
    }

    private void list(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        String signer = scope(exchange.getRequestHeaders().getFirst("Authorization"));
        signers.add(signer);
        boolean hasEnded = ended.contains(signer.split(" ", -1)[0]);
        byte[] answer = (hasEnded ? ENDED : "{\"BackupSummaries\":[]}").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.0");
        exchange.sendResponseHeaders(hasEnded ? 400 : 200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    /** The key, Region and service of a signature: {@code 111122223333-1 eu-west-1 dynamodb}. */
    private static String scope(String authorization) {
        Matcher scope = SCOPE.matcher(authorization);
        assertTrue(scope.find(), authorization);
        return scope.group(1) + " " + scope.group(2) + " " + scope.group(3);
    }

    private LiveClients clients() {
        return new LiveClients(OWN, Optional.of("backup-metadata-reader"), Optional.of(endpoint()));
    }

    @Test
    void anotherAccountIsReadWithASessionOfItsRoleAndTheOwnOneWithItsOwnCredentials() {
        LiveClients clients = clients();
        clients.dynamoDb(MEMBER).listBackups();
        clients.dynamoDb(OWN).listBackups();
        clients.dynamoDb(Place.of("999999999999", "eu-west-1")).listBackups();
        assertEquals(
                List.of("111122223333-1 eu-west-1 dynamodb", "local us-east-1 dynamodb", "local eu-west-1 dynamodb"),
                signers);
        Map<String, String> request = sts.requests().getFirst();
        assertEquals("arn:aws:iam::111122223333:role/backup-metadata-reader", request.get("RoleArn"));
        assertEquals("backup-metadata-sweeper", request.get("RoleSessionName"));
        assertEquals("local us-east-1 sts", scope(request.getOrDefault("Authorization", "")));
    }

    @Test
    void oneSessionServesEveryRegionOfAnAccountAndEveryVisitUntilItIsOld()
            throws InterruptedException, ExecutionException {
        LiveClients clients = clients();
        List<String> regions = List.of("us-east-1", "eu-west-1", "ap-southeast-2", "sa-east-1");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> calls = Stream.iterate(0, i -> i < 64, i -> i + 1).<Future<?>>map(
                    i -> threads.submit(
                            () -> clients.dynamoDb(Place.of("111122223333", regions.get(i % 4))).listBackups()))
                    .toList();
            for (Future<?> call : calls) {
                call.get();
            }
        }
        assertEquals(1, sts.requests().size());
        assertEquals(4, new TreeSet<>(signers).size());
    }

    @Test
    void aSessionThatIsAboutToEndIsRenewedWhileItsClientIsInUse() {
        sts.lifetime(Duration.ofSeconds(30));
        DynamoDbClient client = clients().dynamoDb(MEMBER);
        client.listBackups();
        sts.lifetime(Duration.ofHours(1));
        client.listBackups();
        client.listBackups();
        assertEquals(List.of("111122223333-1 eu-west-1 dynamodb", "111122223333-2 eu-west-1 dynamodb",
                "111122223333-2 eu-west-1 dynamodb"), signers);
    }

    @Test
    void aSessionThatItsAccountCallsEndedIsRenewedForTheNextCallOfEveryRegion() {
        LiveClients clients = clients();
        DynamoDbClient client = clients.dynamoDb(MEMBER);
        DynamoDbClient other = clients.dynamoDb(Place.of("111122223333", "us-east-1"));
        client.listBackups();
        ended.add("111122223333-1");
        DynamoDbException refusal = assertThrows(DynamoDbException.class, client::listBackups);
        assertEquals("ExpiredTokenException", refusal.awsErrorDetails().errorCode());
        client.listBackups();
        other.listBackups();
        assertEquals("111122223333-2 eu-west-1 dynamodb", signers.get(2));
        assertEquals("111122223333-2 us-east-1 dynamodb", signers.get(3));
        assertEquals(2, sts.requests().size());
    }

    @Test
    void aRoleThatDeniesKeepsNoOtherAccountFromBeingRead() {
        sts.deny("111122223333");
        LiveClients clients = clients();
        StsException denial = assertThrows(StsException.class, () -> clients.dynamoDb(MEMBER).listBackups());
        assertEquals("Sts", denial.awsErrorDetails().serviceName());
        assertEquals("AccessDenied", denial.awsErrorDetails().errorCode());
        clients.dynamoDb(Place.of("444455556666", "eu-west-1")).listBackups();
        assertEquals(List.of("444455556666-2 eu-west-1 dynamodb"), signers);
    }

    @Test
    void theEndpointIsTheRegionsAndNotTheAccountsSoThatConnectionsAreShared() {
        String tests = System.setProperty(ACCOUNT_ENDPOINTS, "preferred"); // as without any setting
        try {
            LiveClients clients = new LiveClients(OWN, Optional.of("backup-metadata-reader"), Optional.empty());
            assertEquals("https://dynamodb.eu-west-1.amazonaws.com/ eu-west-1",
                    LiveClientsTest.request(clients, MEMBER));
        } finally {
            System.setProperty(ACCOUNT_ENDPOINTS, Objects.requireNonNullElse(tests, "disabled"));
        }
    }

    @Test
    void withoutARoleOtherAccountsAreOutOfReach() {
        LiveClients clients = new LiveClients(OWN, Optional.empty(), Optional.of(endpoint()));
        assertTrue(clients.reaches(Place.of("999999999999", "eu-west-1")));
        assertFalse(clients.reaches(MEMBER));
        assertThrows(IllegalArgumentException.class, () -> clients.dynamoDb(MEMBER));
        assertEquals(List.of(), sts.requests());
    }

    @Test
    void rolesOfOtherPartitionsAreNamedAsTheyAre() {
        new LiveClients(Place.of("999999999999", "cn-north-1"), Optional.of("reader"), Optional.of(endpoint()))
                .dynamoDb(Place.of("111122223333", "cn-northwest-1")).listBackups();
        assertEquals("arn:aws-cn:iam::111122223333:role/reader", sts.requests().getFirst().get("RoleArn"));
    }
}
