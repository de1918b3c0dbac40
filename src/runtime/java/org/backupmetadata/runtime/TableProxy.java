package org.backupmetadata.runtime;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a function and the embedded database, in the place of DynamoDB's endpoint: it speaks TLS, its
 * connections do not survive a restore, and it fails on demand in the ways that a network service can.
 */
public final class TableProxy implements AutoCloseable {

    /** What happens to requests. */
    public enum Fault {
        /** They are answered. */
        NONE,
        /** No answer comes until the proxy is {@linkplain TableProxy#heal() healed}. */
        HANGING,
        /** The connection breaks in the middle of the answer. */
        CUT_OFF,
        /** The next answer comes twice; the one after it is again the only one to its request. */
        TWICE,
        /** The checksum of the next answer is not that of its body; the one after it is right. */
        WRONG_CHECKSUM,
        /** The answer is a success without a body. */
        EMPTY,
        /** The table's capacity is used up. */
        THROTTLED,
        /** Nobody listens. */
        REFUSING,
        /** The credentials have expired, unless they are the {@linkplain TableProxy#accept accepted} ones. */
        EXPIRED_CREDENTIALS
    }

    private final URI table;
    private final boolean tls;
    private final LoopbackServer server;
    private final AtomicLong requests = new AtomicLong();
    private final Object changes = new Object();
    private volatile Fault fault = Fault.NONE;
    private volatile Predicate<String> failing = body -> true;
    private volatile String acceptedAccessKey = "";

    private TableProxy(URI table, @Nullable TestAuthority authority) {
        this.table = table;
        this.tls = authority != null;
        this.server = new LoopbackServer(authority == null ? null : authority.serverContext(), Relay::new);
    }

    /** Starts a proxy that speaks TLS, for the database there. */
    public static TableProxy withTls(URI table, TestAuthority authority) {
        return new TableProxy(table, authority);
    }

    /** Starts a proxy without TLS, for measuring what TLS costs. */
    public static TableProxy withoutTls(URI table) {
        return new TableProxy(table, null);
    }

    /** The endpoint URL to give to the function. */
    public String endpoint() {
        return (tls ? "https" : "http") + "://localhost:" + server.port();
    }

    /** Fails from now on in the given way, for every request. */
    public void fail(Fault how) {
        fail(how, body -> true);
    }

    /** Fails from now on in the given way, for requests with such bodies. */
    public void fail(Fault how, Predicate<String> bodies) {
        failing = bodies;
        change(how);
        if (how == Fault.REFUSING) {
            server.stopListening();
            server.resetConnections();
        }
    }

    /** Works again from now on. */
    public void heal() {
        server.resumeListening();
        change(Fault.NONE);
    }

    /**
     * Accepts from now on only requests that are signed with one access key, as if all other credentials had expired.
     */
    public void accept(String accessKey) {
        acceptedAccessKey = accessKey;
        change(Fault.EXPIRED_CREDENTIALS);
    }

    /** Resets all connections. A function that was frozen for long finds its connections so. */
    public void resetConnections() {
        server.resetConnections();
    }

    /** How many connections there have been so far. */
    public int connections() {
        return server.acceptedConnections();
    }

    /** How many connections are open. */
    public int openConnections() {
        return server.openConnections();
    }

    /** How many requests have come so far. */
    public long requests() {
        return requests.get();
    }

    @Override
    public void close() {
        server.close();
        change(Fault.NONE);
    }

    private void change(Fault to) {
        synchronized (changes) {
            fault = to;
            changes.notifyAll();
        }
    }

    private void awaitHealing() throws InterruptedIOException {
        synchronized (changes) {
            try {
                while (fault == Fault.HANGING) {
                    changes.wait();
                }
            } catch (InterruptedException e) {
                throw new InterruptedIOException();
            }
        }
    }

    private static HttpMessage success(byte[] body, String checksum) {
        return HttpMessage.response(200, "application/x-amz-json-1.0", body, checksum);
    }

    private static HttpMessage error(String type, String message) {
        byte[] body = "{\"__type\":\"%s\",\"message\":\"%s\"}".formatted(type, message)
                .getBytes(StandardCharsets.UTF_8);
        return HttpMessage.response(400, "application/x-amz-json-1.0", body);
    }

    /** One connection of the function's, and the connection to the database behind it. */
    private final class Relay implements LoopbackServer.Service {
        private @Nullable Socket connection;
        private InputStream answers = InputStream.nullInputStream();

        @Override
        public void serve(HttpMessage request, LoopbackServer.Connection connection) throws IOException {
            requests.incrementAndGet();
            awaitHealing();
            switch (failing.test(new String(request.body(), StandardCharsets.UTF_8)) ? fault : Fault.NONE) {
                case NONE, HANGING -> connection.reply(forward(request));
                case CUT_OFF -> {
                    byte[] answer = forward(request).toBytes();
                    connection.send(Arrays.copyOf(answer, answer.length / 2));
                    connection.reset();
                }
                case TWICE -> {
                    change(Fault.NONE);
                    HttpMessage answer = forward(request);
                    connection.reply(answer);
                    connection.reply(answer);
                }
                case WRONG_CHECKSUM -> {
                    change(Fault.NONE);
                    connection.reply(success(forward(request).body(), "x-amz-crc32: 1"));
                }
                case EMPTY -> connection.reply(success(new byte[0], "x-amz-crc32: 0"));
                case REFUSING -> connection.reset();
                case THROTTLED -> connection.reply(
                        error("com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException", "Slow down"));
                case EXPIRED_CREDENTIALS -> connection.reply(isAccepted(request)
                        ? forward(request)
                        : error("com.amazon.coral.service#ExpiredTokenException", "The security token has expired"));
            }
        }

        @Override
        public void close() throws IOException {
            if (connection != null) {
                connection.close();
            }
        }

        private boolean isAccepted(HttpMessage request) {
            return request.header("Authorization").contains("Credential=" + acceptedAccessKey + "/");
        }

        private HttpMessage forward(HttpMessage request) throws IOException {
            Socket to = connection;
            if (to == null) {
                to = new Socket(table.getHost(), table.getPort());
                to.setTcpNoDelay(true);
                connection = to;
                answers = new BufferedInputStream(to.getInputStream(), 1 << 16);
            }
            to.getOutputStream().write(request.toBytes());
            HttpMessage answer = HttpMessage.read(answers);
            if (answer == null) {
                throw new IOException("The database closed the connection");
            }
            return answer;
        }
    }
}
