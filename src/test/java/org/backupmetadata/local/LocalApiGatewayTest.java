package org.backupmetadata.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The stand-in for API Gateway. The test speaks HTTP itself, since a client library would hide what is on the wire. */
class LocalApiGatewayTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SIGNATURE = "Authorization: AWS4-HMAC-SHA256 Credential=%s/20260101/us-east-1/dynamodb/"
            + "aws4_request, SignedHeaders=host, Signature=00\r\n";

    private final BlockingQueue<JsonNode> events = new LinkedBlockingQueue<>();
    private final ByteArrayOutputStream console = new ByteArrayOutputStream();
    private String result = "{\"statusCode\":200,\"headers\":{\"X-Case\":\"kept\"},\"body\":\"hello\"}";
    private LocalApiGateway front = front("1.0");

    @AfterEach
    void close() {
        front.close();
    }

    private LocalApiGateway front(String payload) {
        RequestStreamHandler function = (InputStream input, OutputStream output, Context context) -> {
            events.add(JSON.readTree(input));
            context.getLogger().log("called");
            output.write(result.getBytes(StandardCharsets.UTF_8));
        };
        return front(payload, function);
    }

    private LocalApiGateway front(String payload, RequestStreamHandler function) {
        try {
            return new LocalApiGateway(0, PayloadFormat.ofVersion(payload), "prod", function,
                    Authentication.believing("999988887777"),
                    new PrintStream(console, true, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void use(LocalApiGateway other) {
        front.close();
        front = other;
    }

    private static String post(String path, String headers, String body) {
        return "POST " + path + " HTTP/1.1\r\nHost: local\r\nContent-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length
                + "\r\n" + headers
                + "\r\n"
                + body;
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), front.port());
        socket.setSoTimeout(10_000);
        return socket;
    }

    /** The result of one read, which is what was sent in one write if that is short. */
    private static String read(Socket socket) throws IOException {
        byte[] bytes = new byte[64 * 1024];
        return new String(bytes, 0, socket.getInputStream().read(bytes), StandardCharsets.UTF_8);
    }

    /** Sends a request, which must ask to close the connection, and reads until it is closed. */
    private String exchange(String request) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private JsonNode eventOf(String path, String headers, String body) throws IOException {
        String answer = exchange(post(path, headers + "Connection: close\r\n", body));
        assertTrue(answer.startsWith("HTTP/1.1 200 OK\r\n"), answer);
        JsonNode event = events.poll();
        assertNotNull(event);
        return event;
    }

    @Test
    void sendsARestApisEvent() throws IOException {
        JsonNode event = eventOf("/prod/?a=1&a=%32&b", "X-Amz-Target: T\r\nx-many: 1\r\nX-Many: 2\r\n"
                + SIGNATURE.formatted("111122223333") + "User-Agent: test\r\n", "{\"é\":1}");

        assertEquals("/", event.get("resource").asText());
        assertEquals("/", event.get("path").asText());
        assertEquals("POST", event.get("httpMethod").asText());
        assertEquals("T", event.at("/headers/X-Amz-Target").asText());
        assertEquals("2", event.at("/headers/x-many").asText());
        assertEquals("[\"1\",\"2\"]", event.at("/multiValueHeaders/x-many").toString());
        assertFalse(event.get("headers").has("Authorization"));
        assertFalse(event.get("multiValueHeaders").has("Authorization"));
        assertEquals("{\"a\":\"2\",\"b\":\"\"}", event.get("queryStringParameters").toString());
        assertEquals("[\"1\",\"2\"]", event.at("/multiValueQueryStringParameters/a").toString());
        assertTrue(event.get("pathParameters").isNull());
        assertTrue(event.get("stageVariables").isNull());
        assertFalse(event.get("isBase64Encoded").asBoolean());
        JsonNode context = event.get("requestContext");
        assertEquals("/prod/", context.get("path").asText());
        assertEquals("/", context.get("resourcePath").asText());
        assertEquals("prod", context.get("stage").asText());
        assertEquals("HTTP/1.1", context.get("protocol").asText());
        assertEquals(36, UUID.fromString(context.get("requestId").asText()).toString().length());
        JsonNode identity = context.get("identity");
        assertEquals("111122223333", identity.get("accountId").asText());
        assertEquals("111122223333", identity.get("accessKey").asText());
        assertEquals("arn:aws:iam::111122223333:user/local", identity.get("userArn").asText());
        assertEquals("127.0.0.1", identity.get("sourceIp").asText());
        assertEquals("test", identity.get("userAgent").asText());
    }

    @Test
    void sendsAnHttpApisEvent() throws IOException {
        use(front("2.0"));

        JsonNode event = eventOf("/prod/?a=1&a=2", "X-Amz-Target: T\r\nx-many: 1\r\nX-Many: 2\r\nCookie: a=b; c=d\r\n"
                + SIGNATURE.formatted("111122223333") + "Content-Type: application/x-amz-json-1.0\r\n", "{}");

        assertEquals("2.0", event.get("version").asText());
        assertEquals("/prod/", event.get("rawPath").asText());
        assertEquals("a=1&a=2", event.get("rawQueryString").asText());
        assertEquals("1,2", event.at("/queryStringParameters/a").asText());
        assertEquals("T", event.at("/headers/x-amz-target").asText());
        assertEquals("1,2", event.at("/headers/x-many").asText());
        assertFalse(event.get("headers").has("authorization"));
        assertEquals("[\"a=b\",\"c=d\"]", event.get("cookies").toString());
        assertEquals("e30=", event.get("body").asText());
        assertTrue(event.get("isBase64Encoded").asBoolean());
        JsonNode context = event.get("requestContext");
        assertEquals("prod", context.get("stage").asText());
        assertEquals("POST", context.at("/http/method").asText());
        assertEquals("/prod/", context.at("/http/path").asText());
        assertEquals("111122223333", context.at("/authorizer/iam/accountId").asText());
        assertEquals("arn:aws:iam::111122223333:user/local", context.at("/authorizer/iam/userArn").asText());
    }

    @Test
    void anHttpApiSendsTextAsTextAndNothingAsAbsent() throws IOException {
        use(front("2.0"));

        JsonNode text = eventOf("/", "Content-Type: application/json; charset=utf-8\r\n", "{}");
        JsonNode empty = eventOf("/a%20b+c", "", "");

        assertEquals("{}", text.get("body").asText());
        assertFalse(text.get("isBase64Encoded").asBoolean());
        assertEquals("$default", text.at("/requestContext/stage").asText());
        assertFalse(text.get("requestContext").has("authorizer"));
        assertFalse(empty.has("body"));
        assertEquals("/a b+c", empty.get("rawPath").asText());
    }

    @ParameterizedTest
    @CsvSource({"/, /, /", "/prod, /, /prod", "/prod/, /, /prod/", "/prod/x%20y, /x%20y, /prod/x%20y",
            "/production, /production, /production", "/x/../y, /x/../y, /x/../y"})
    void takesTheStageOffTheFrontOfARestApisPath(String sent, String path, String contextPath) throws IOException {
        JsonNode event = eventOf(sent, "", "");

        assertEquals(path, event.get("path").asText());
        assertEquals(contextPath, event.at("/requestContext/path").asText());
        assertTrue(event.get("body").isNull());
    }

    @Test
    void keepsTheCaseOfHeaderNames() throws IOException {
        JsonNode event = eventOf("/", "x-AMZ-target: a\r\n", "");

        assertTrue(event.get("headers").has("x-AMZ-target"), event.toString());
        assertTrue(event.get("multiValueHeaders").has("x-AMZ-target"), event.toString());
    }

    @Test
    void takesAnyOtherKeyForTheMainAccounts() throws IOException {
        JsonNode header = eventOf("/", SIGNATURE.formatted("AKIDEXAMPLE"), "");
        JsonNode url = eventOf("/?X-Amz-Credential=AKIDEXAMPLE%2F20260101%2Fus-east-1", "", "");

        assertEquals("999988887777", header.at("/requestContext/identity/accountId").asText());
        assertEquals("999988887777", url.at("/requestContext/identity/accountId").asText());
        assertEquals("AKIDEXAMPLE", url.at("/requestContext/identity/accessKey").asText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Authorization: Basic abc\r\n", "Authorization: AWS4-HMAC-SHA256 Credential=\r\n"})
    void aRequestWithoutASignatureHasNoCaller(String header) throws IOException {
        JsonNode identity = eventOf("/", header, "").at("/requestContext/identity");

        assertTrue(identity.get("accountId").isNull());
        assertTrue(identity.get("userArn").isNull());
        assertTrue(identity.get("caller").isNull());
    }

    @Test
    void writesTheFunctionsAnswerAndNothingElseThanADate() throws IOException {
        String answer = exchange(post("/", "Connection: close\r\n", ""));

        assertEquals("HTTP/1.1 200 OK\r\nX-Case: kept\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello",
                answer.replaceFirst("Date: .*\r\n", ""));
        assertEquals("called\n", console.toString(StandardCharsets.UTF_8).replace("\r", ""));
    }

    @Test
    void mergesARestApisTwoKindsOfHeadersAndRenamesWhatIsNotTheFunctions() throws IOException {
        result = """
                {"statusCode": 404, "headers": {"A": "1", "B": "2", "Server": "me"},
                 "multiValueHeaders": {"B": ["3", "4"]}, "body": "aGk=", "isBase64Encoded": true}""";

        String answer = exchange(post("/", "Connection: close\r\n", "")).replaceFirst("Date: .*\r\n", "");

        assertEquals(
                "HTTP/1.1 404 Not Found\r\nA: 1\r\nx-amzn-Remapped-Server: me\r\nB: 3\r\nB: 4\r\nContent-Length: 4\r\n"
                        + "Connection: close\r\n\r\naGk=",
                answer);
    }

    @Test
    void anHttpApiDecodesBase64() throws IOException {
        use(front("2.0"));
        result = "{\"statusCode\":200,\"body\":\"aGk=\",\"isBase64Encoded\":true}";

        assertTrue(exchange(post("/", "Connection: close\r\n", "")).endsWith("\r\n\r\nhi"));
    }

    @ParameterizedTest
    @CsvSource({"1.0, 502, '{\"message\": \"Internal server error\"}'",
            "2.0, 500, '{\"message\":\"Internal Server Error\"}'"})
    void answersForAFunctionThatFails(String payload, int status, String body) throws IOException {
        use(front(payload, (input, output, context) -> {
            throw new StackOverflowError("deep");
        }));

        String answer = exchange(post("/", "Connection: close\r\n", ""));

        assertTrue(answer.startsWith("HTTP/1.1 " + status), answer);
        assertTrue(answer.endsWith("\r\n\r\n" + body), answer);
        assertTrue(console.toString(StandardCharsets.UTF_8).contains("StackOverflowError: deep"));
    }

    @Test
    void aResultThatIsNoAnswerIsAFailure() throws IOException {
        result = "\"hello\"";

        assertTrue(exchange(post("/", "Connection: close\r\n", "")).startsWith("HTTP/1.1 502 "));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1000, 30_000})
    void headAndBodyLeaveInOneWrite(int length) throws IOException {
        result = "{\"statusCode\":200,\"body\":\"" + "x".repeat(length) + "\"}";
        try (Socket socket = connect()) {
            for (int i = 0; i < 5; i++) {
                socket.getOutputStream().write(post("/", "", "").getBytes(StandardCharsets.UTF_8));
                String answer = read(socket);
                assertEquals(length, answer.length() - answer.indexOf("\r\n\r\n") - 4, "the first read has all of it");
            }
        }
    }

    private static byte[] chunked(int length) {
        byte[] head = ("POST / HTTP/1.1\r\nHost: local\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
                + Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(head.length + length + 7).put(head).put(new byte[length])
                .put("\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII)).array();
    }

    private static byte[] sized(int length) {
        byte[] head = ("POST / HTTP/1.1\r\nHost: local\r\nContent-Length: " + length + "\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(head.length + length).put(head).put(new byte[length]).array();
    }

    private String send(byte[] request) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(request);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void refusesBodiesOverTenMegabytesHoweverTheyCome() throws IOException {
        int tenMegabytes = 10 * 1024 * 1024;

        for (byte[] request : List.of(sized(tenMegabytes + 1), chunked(tenMegabytes + 1), sized(2 * tenMegabytes))) {
            String answer = send(request);
            assertTrue(answer.startsWith("HTTP/1.1 413 "), answer);
            assertTrue(answer.contains("\r\nx-amz-crc32: 0\r\n"), answer);
            assertTrue(answer.contains("\r\nx-amzn-RequestId: "), answer);
            assertTrue(answer.endsWith("\r\n\r\n"), answer);
        }
        assertTrue(events.isEmpty());
    }

    @Test
    void takesBodiesOfTenMegabytesHoweverTheyCome() throws IOException {
        int tenMegabytes = 10 * 1024 * 1024;

        assertTrue(send(sized(tenMegabytes)).startsWith("HTTP/1.1 200 "));
        assertTrue(send(chunked(tenMegabytes)).startsWith("HTTP/1.1 200 "));
    }

    @Test
    void asksForABodyThatWaitsToBeAskedForAndRefusesOneThatIsTooLargeAtOnce() throws IOException {
        String head = "POST / HTTP/1.1\r\nHost: local\r\nExpect: 100-continue\r\nContent-Length: ";
        try (Socket socket = connect()) {
            socket.getOutputStream().write((head + "2\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            assertEquals("HTTP/1.1 100 Continue\r\n\r\n", read(socket));
            socket.getOutputStream().write("{}".getBytes(StandardCharsets.US_ASCII));
            assertTrue(read(socket).endsWith("\r\n\r\nhello"));
        }

        assertTrue(exchange(head + (11 * 1024 * 1024) + "\r\n\r\n").startsWith("HTTP/1.1 413 "));
    }

    @Test
    void speaksHttp10() throws IOException {
        String answer = exchange("POST / HTTP/1.0\r\nContent-Length: 2\r\n\r\n{}");

        assertTrue(answer.endsWith("\r\n\r\nhello"), answer);
    }

    @ParameterizedTest
    @CsvSource({"/, eu-west-1, /eu-west-1", "/prod, eu-west-1, /eu-west-1", "/prod/, eu-west-1, /eu-west-1",
            "/, us-east-1, /", "/, moon-1, /", "/, '', /", "/ap-south-1, eu-west-1, /ap-south-1",
            "/444455556666/ap-south-1/, eu-west-1, /444455556666/ap-south-1/"})
    void theApiIsInTheRegionThatWasSignedForUnlessThePathNamesOne(String path, String signed, String expected)
            throws IOException {
        String signature = SIGNATURE.formatted("111122223333").replace("us-east-1", signed);

        assertEquals(expected, eventOf(path, signature, "{}").get("path").asText());
    }

    @ParameterizedTest
    @CsvSource({"/backups, eu-west-1", "/prod/backups?type=ALL, eu-west-1", "/backups?region=ap-south-1, ap-south-1",
            "/backups/arn, ''"})
    void aGetOfAListIsOfTheRegionThatWasSignedForUnlessItNamesOne(String path, String expected) throws IOException {
        String answer = exchange("GET " + path + " HTTP/1.1\r\nHost: local\r\nConnection: close\r\n"
                + SIGNATURE.formatted("111122223333").replace("us-east-1", "eu-west-1") + "\r\n");

        assertTrue(answer.startsWith("HTTP/1.1 200 OK\r\n"), answer);
        assertEquals(expected, events.remove().at("/queryStringParameters/region").asText());
    }
}
