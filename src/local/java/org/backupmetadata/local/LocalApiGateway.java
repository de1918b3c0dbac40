package org.backupmetadata.local;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.backupmetadata.lambda.log.Cause;
import org.backupmetadata.local.HttpRequest.Header;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import software.amazon.awssdk.core.SdkBytes;

/**
 * A stand-in for API Gateway: turns each HTTP request into the event that API Gateway would send, calls the function,
 * and writes its answer back byte for byte, head and body in one write. It checks neither routes nor quotas, and
 * signatures only if told to.
 */
public final class LocalApiGateway implements AutoCloseable {

    /** API Gateway's limit, in bytes. */
    private static final int MAX_BODY = 10 * 1024 * 1024;
    private static final int MAX_HEAD = 10_240;
    private static final Duration MAX_IDLE = Duration.ofMinutes(5);

    private final Server server = new Server();
    private final ServerConnector connector;

    /**
     * Serves on 127.0.0.1.
     *
     * @param port the port to listen on; 0 for any free one
     * @param stage the API's stage, with which a path may begin
     * @param authentication who a request is from
     * @param console where the function's log and its failures are printed
     * @param before handlers that answer some requests instead of the function
     * @throws IOException if the port cannot be had
     */
    LocalApiGateway(int port, PayloadFormat format, String stage, RequestStreamHandler function,
            Authentication authentication, PrintStream console, Handler... before) throws IOException {
        this.connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration()));
        connector.setHost("127.0.0.1");
        connector.setPort(port);
        connector.setIdleTimeout(MAX_IDLE.toMillis());
        server.addConnector(connector);
        server.setHandler(new Handler.Sequence(Stream.concat(Arrays.stream(before),
                Stream.of(new Exchange(format, stage, function, authentication, console))).toArray(Handler[]::new)));
        start();
    }

    private static HttpConfiguration configuration() {
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setSendDateHeader(true);
        configuration.setRequestHeaderSize(MAX_HEAD);
        configuration.setUriCompliance(UriCompliance.UNSAFE); // The function decides what a path means.
        return configuration;
    }

    private void start() throws IOException {
        try {
            server.start();
        } catch (Exception e) {
            close();
            throw e instanceof IOException cause ? cause : new IOException(e);
        }
    }

    /** The port it listens on. */
    public int port() {
        return connector.getLocalPort();
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the HTTP front did not stop", e);
        }
    }

    /** One request and its answer. */
    private static final class Exchange extends Handler.Abstract {

        private final PayloadFormat format;
        private final String stage;
        private final RequestStreamHandler function;
        private final Authentication authentication;
        private final PrintStream console;

        Exchange(PayloadFormat format, String stage, RequestStreamHandler function, Authentication authentication,
                PrintStream console) {
            this.format = format;
            this.stage = stage;
            this.function = function;
            this.authentication = authentication;
            this.console = console;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws IOException {
            String requestId = UUID.randomUUID().toString();
            byte[] body = body(request);
            HttpAnswer answer = body.length > MAX_BODY
                    ? tooLarge(requestId)
                    : authenticate(httpRequest(request, requestId, body));
            response.setStatus(answer.status());
            answer.headers().forEach(header -> response.getHeaders().add(header.name(), header.value()));
            response.write(true, answer.body().asByteBuffer(), callback);
            return true;
        }

        /**
         * Reads the body. Of one that is too large, the rest is read and dropped: a client that is still sending when
         * its connection closes would see no answer. A client that asks first ({@code Expect}) is refused at once.
         */
        private static byte[] body(Request request) throws IOException {
            if (request.getLength() > MAX_BODY && request.getHeaders().contains(HttpHeader.EXPECT)) {
                return new byte[MAX_BODY + 1];
            }
            try (InputStream stream = Content.Source.asInputStream(request)) {
                byte[] body = stream.readNBytes(MAX_BODY + 1);
                stream.transferTo(OutputStream.nullOutputStream());
                return body;
            }
        }

        private HttpRequest httpRequest(Request request, String requestId, byte[] body) {
            List<Header> headers = request.getHeaders().stream()
                    .map(field -> new Header(field.getName(), field.getValue())).toList();
            String query = request.getHttpURI().getQuery() == null ? "" : request.getHttpURI().getQuery();
            return new HttpRequest(request.getMethod(), request.getHttpURI().getPath(), query, headers,
                    SdkBytes.fromByteArrayUnsafe(body),
                    request.getConnectionMetaData().getProtocol(), Request.getRemoteAddr(request),
                    Request.getLocalPort(request), Instant.ofEpochMilli(Request.getTimeStamp(request)), requestId,
                    null, stage);
        }

        private HttpAnswer authenticate(HttpRequest request) throws IOException {
            try {
                return invoke(request.by(authentication.caller(request)).inSignedRegion(LocalDatabase.REGION));
            } catch (RefusedException e) {
                return format.refusal(e, request.requestId());
            }
        }

        private HttpAnswer invoke(HttpRequest request) {
            try {
                ByteArrayOutputStream result = new ByteArrayOutputStream();
                function.handleRequest(new ByteArrayInputStream(format.event(request)), result,
                        new LocalContext("BackupMetadataFunction", console::println));
                return format.answer(result.toByteArray());
            } catch (Throwable e) { // A function that fails in any way must not leave its caller without an answer.
                console.println("Request " + request.requestId() + " failed:\n" + Cause.of(e));
                return format.failure(request.requestId());
            }
        }

        private static HttpAnswer tooLarge(String requestId) {
            return new HttpAnswer(413,
                    List.of(new Header("x-amzn-RequestId", requestId), new Header("x-amz-crc32", "0")),
                    SdkBytes.fromByteArray(new byte[0]));
        }
    }
}
