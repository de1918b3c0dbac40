package org.backupmetadata.lambda;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.backupmetadata.local.TemplateYaml;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/**
 * The answers that API Gateway gives by itself, as the template shapes them: the AWS SDK raises and retries as with
 * DynamoDB's.
 */
class GatewayResponsesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNode RESPONSES = load();

    private static JsonNode load() {
        return assertDoesNotThrow(() -> JSON.<JsonNode>valueToTree(TemplateYaml.load(Path.of("template.yaml"))))
                .at("/Resources/BackupMetadataApi/Properties/GatewayResponses");
    }

    @ParameterizedTest
    @CsvSource({"MISSING_AUTHENTICATION_TOKEN,400,MissingAuthenticationTokenException,1",
            "INVALID_SIGNATURE,400,InvalidSignatureException,1", "EXPIRED_TOKEN,400,ExpiredTokenException,1",
            "ACCESS_DENIED,400,AccessDeniedException,1", "WAF_FILTERED,400,AccessDeniedException,1",
            "UNAUTHORIZED,400,UnrecognizedClientException,1", "DEFAULT_4XX,400,UnrecognizedClientException,1",
            "REQUEST_TOO_LARGE,413,ValidationException,1", "THROTTLED,400,ThrottlingException,3",
            "QUOTA_EXCEEDED,400,ThrottlingException,3", "INTEGRATION_TIMEOUT,500,InternalServerError,3",
            "INTEGRATION_FAILURE,500,InternalServerError,3", "DEFAULT_5XX,500,InternalServerError,3"})
    void aClientRaisesAndRetriesAsWithDynamoDb(String type, int status, String error, int attempts)
            throws IOException {
        AtomicInteger requests = new AtomicInteger();
        HttpServer gateway = gateway(RESPONSES.path(type), requests);
        try (DynamoDbClient client = client(gateway.getAddress().getPort())) {
            DynamoDbException e = assertThrows(DynamoDbException.class,
                    () -> client.describeBackup(request -> request.backupArn("arn:aws:dynamodb:any")));
            assertAll(() -> assertEquals(status, e.statusCode()),
                    () -> assertEquals(error, e.awsErrorDetails().errorCode()),
                    () -> assertEquals(attempts, requests.get()));
        } finally {
            gateway.stop(0);
        }
    }

    @Test
    void everyGatewayResponseOfTheTemplateIsAmongTheTestedOnes() throws NoSuchMethodException {
        CsvSource cases = GatewayResponsesTest.class.getDeclaredMethod("aClientRaisesAndRetriesAsWithDynamoDb",
                String.class, int.class, String.class, int.class).getAnnotation(CsvSource.class);
        Set<String> tested = Stream.of(cases.value()).map(line -> line.split(",", 2)[0]).collect(Collectors.toSet());
        assertEquals(RESPONSES.properties().stream().map(Map.Entry::getKey).collect(Collectors.toSet()), tested);
    }

    static Stream<Map.Entry<String, JsonNode>> responses() {
        return RESPONSES.properties().stream();
    }

    @ParameterizedTest
    @MethodSource("responses")
    void theHeaderThatSomeClientsPreferSaysTheSameAsTheBody(Map.Entry<String, JsonNode> response) throws IOException {
        String type = JSON.readTree(body(response.getValue())).path("__type").asText();
        assertEquals("'" + type.replaceFirst(".*#", "") + "'", header(response.getValue(), "x-amzn-ErrorType"));
        assertEquals("'application/x-amz-json-1.0'", header(response.getValue(), "Content-Type"));
    }

    private static String header(JsonNode response, String name) {
        return response.at("/ResponseParameters/Headers/" + name).asText();
    }

    /** The body as API Gateway fills it in: {@code messageString} includes its quotation marks. */
    private static String body(JsonNode response) {
        return response.path("ResponseTemplates").path("application/json").asText()
                .replace("$context.error.messageString", "\"why\"");
    }

    private static HttpServer gateway(JsonNode response, AtomicInteger requests) throws IOException {
        byte[] body = body(response).getBytes(StandardCharsets.UTF_8);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            exchange.getRequestBody().readAllBytes();
            response.at("/ResponseParameters/Headers").properties().forEach(header -> exchange.getResponseHeaders()
                    .add(header.getKey(), header.getValue().asText().replace("'", "")));
            exchange.sendResponseHeaders(response.path("StatusCode").asInt(), body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static DynamoDbClient client(int port) {
        return DynamoDbClient.builder().endpointOverride(URI.create("http://127.0.0.1:" + port))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
                .overrideConfiguration(config -> config.retryStrategy(RetryMode.STANDARD))
                .build();
    }
}
