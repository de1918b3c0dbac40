package org.backupmetadata.runtime;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP server on 127.0.0.1 that controls its connections, which no HTTP library offers to a test: it can reset them
 * all, break one off in the middle of an answer, and stop and resume listening on its port. Each connection has a
 * thread, and each answer leaves in one write.
 */
final class LoopbackServer implements AutoCloseable {

    /** Answers the requests of one connection, one after the other. */
    interface Service extends AutoCloseable {

        void serve(HttpMessage request, Connection connection) throws IOException;

        /** Called when the connection has ended. */
        @Override
        default void close() throws IOException {
        }
    }

    private final Supplier<Service> services;
    private final @Nullable SSLContext tls;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private final int port;
    private volatile ServerSocket listener;

    /** Starts to listen on a free port; with TLS where a context is given. */
    LoopbackServer(@Nullable SSLContext tls, Supplier<Service> services) {
        this.services = services;
        this.tls = tls;
        this.listener = listenOn(0);
        this.port = listener.getLocalPort();
        acceptFrom(listener);
    }

    int port() {
        return port;
    }

    /** How many connections there have been so far. */
    int acceptedConnections() {
        return accepted.get();
    }

    /** How many connections are open. */
    int openConnections() {
        return connections.size();
    }

    /** Resets every connection, whatever is under way on it. */
    void resetConnections() {
        connections.forEach(Connection::reset);
    }

    /** Stops listening: the operating system refuses connections. */
    void stopListening() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Listens again, on the same port. Does nothing if it never stopped. */
    void resumeListening() {
        if (listener.isClosed()) {
            listener = listenOn(port);
            acceptFrom(listener);
        }
    }

    @Override
    public void close() {
        stopListening();
        connections.forEach(Connection::abandon);
    }

    private static ServerSocket listenOn(int port) {
        try {
            return new ServerSocket(port, 128, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void acceptFrom(ServerSocket server) {
        Thread.ofPlatform().daemon().name("loopback-" + server.getLocalPort()).start(() -> {
            try {
                while (true) {
                    Connection connection = new Connection(server.accept());
                    accepted.incrementAndGet();
                    connections.add(connection);
                    connection.thread.start();
                }
            } catch (IOException e) {
                connections.removeIf(connection -> connection.socket.isClosed());
            }
        });
    }

    /** A client's connection. */
    final class Connection {
        private final Socket socket;
        private final Thread thread = Thread.ofPlatform().daemon().name("connection-" + port).unstarted(this::hold);
        private @Nullable OutputStream out;

        private Connection(Socket socket) {
            this.socket = socket;
        }

        void reply(HttpMessage response) throws IOException {
            send(response.toBytes());
        }

        /** Sends bytes as they are, which may be a part of an answer. */
        void send(byte[] bytes) throws IOException {
            OutputStream to = out;
            if (to == null) {
                throw new IllegalStateException("Nothing was asked on this connection yet");
            }
            to.write(bytes);
            to.flush();
        }

        void reset() {
            try (socket) {
                socket.setSoLinger(true, 0);
            } catch (IOException e) {
                connections.remove(this); // It has ended already.
            }
        }

        private void abandon() {
            reset();
            thread.interrupt();
        }

        private void hold() {
            try (socket; Socket secured = secured(); Service service = services.get()) {
                InputStream in = new BufferedInputStream(secured.getInputStream(), 1 << 16);
                out = secured.getOutputStream();
                for (HttpMessage request = HttpMessage.read(in); request != null; request = HttpMessage.read(in)) {
                    service.serve(request, this);
                }
            } catch (IOException e) {
                reset();
            } finally {
                connections.remove(this);
            }
        }

        private Socket secured() throws IOException {
            socket.setTcpNoDelay(true);
            if (tls == null) {
                return socket;
            }
            SSLSocket secured = (SSLSocket) tls.getSocketFactory().createSocket(socket, null, true);
            secured.setUseClientMode(false);
            return secured;
        }
    }
}
