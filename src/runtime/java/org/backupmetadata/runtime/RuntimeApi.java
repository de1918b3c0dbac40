package org.backupmetadata.runtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Lambda's Runtime API, for the runtime client of one function: hands out events, takes answers and errors, and holds a
 * function that is ready for its snapshot until it is restored.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html">Using the Lambda runtime API</a>
 */
final class RuntimeApi implements AutoCloseable {
    private static final String ROOT = "/2018-06-01/runtime";
    private static final String FUNCTION = "arn:aws:lambda:us-east-1:111122223333:function:backup-metadata:1";
    private static final byte[] NOTHING = {};

    private final Duration timeout;
    private final BlockingQueue<Invocation> waiting = new LinkedBlockingQueue<>();
    private final Map<String, Invocation> unanswered = new ConcurrentHashMap<>();
    private final CompletableFuture<Void> checkpoint = new CompletableFuture<>();
    private final CompletableFuture<Void> restore = new CompletableFuture<>();
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final LoopbackServer server = new LoopbackServer(null, () -> this::serve);
    private volatile @Nullable FunctionFailure end;

    /** The API for a function that is told that each call may take that long. */
    RuntimeApi(Duration timeout) {
        this.timeout = timeout;
    }

    private static final class Invocation {
        private final String id = UUID.randomUUID().toString();
        private final CompletableFuture<byte[]> answer = new CompletableFuture<>();
        private final byte[] event;

        private Invocation(byte[] event) {
            this.event = event;
        }
    }

    /** The value of AWS_LAMBDA_RUNTIME_API. */
    String address() {
        return "127.0.0.1:" + server.port();
    }

    /** Completes when the function is ready for its snapshot. */
    CompletableFuture<Void> checkpoint() {
        return checkpoint;
    }

    /** Completes when the function asks for its first event. */
    CompletableFuture<Void> ready() {
        return ready;
    }

    /** Lets a function that is ready for its snapshot continue, as if restored from it. */
    void restore() {
        restore.complete(null);
    }

    /** Queues an event. The answer fails with a {@link FunctionFailure} if the function does, or ends. */
    CompletableFuture<byte[]> send(byte[] event) {
        Invocation invocation = new Invocation(event);
        unanswered.put(invocation.id, invocation);
        waiting.add(invocation);
        FunctionFailure ended = end;
        if (ended != null) {
            invocation.answer.completeExceptionally(ended);
        }
        return invocation.answer;
    }

    /** Ends the function: everyone who waits for it gets the reason. The first reason counts. */
    void end(FunctionFailure reason) {
        if (end == null) {
            end = reason;
        }
        unanswered.values().forEach(invocation -> invocation.answer.completeExceptionally(reason));
        checkpoint.completeExceptionally(reason);
        ready.completeExceptionally(reason);
        restore.completeExceptionally(reason);
    }

    @Override
    public void close() {
        end(new FunctionFailure("Harness.Closed", "The function was shut down"));
        server.close();
    }

    private void serve(HttpMessage request, LoopbackServer.Connection connection) throws IOException {
        String call = request.methodAndPath();
        switch (call) {
            case "GET " + ROOT + "/invocation/next" -> hold(connection);
            case "GET " + ROOT + "/restore/next" -> holdUntilRestored(connection);
            case "POST " + ROOT + "/init/error", "POST " + ROOT + "/restore/error" -> {
                connection.reply(json(202));
                end(failure(request));
            }
            default -> take(call, request, connection);
        }
    }

    private void holdUntilRestored(LoopbackServer.Connection connection) throws IOException {
        checkpoint.complete(null);
        try {
            restore.join();
        } catch (CompletionException e) {
            throw new IOException(e);
        }
        connection.reply(json(200));
    }

    private void hold(LoopbackServer.Connection connection) throws IOException {
        ready.complete(null);
        Invocation next;
        try {
            next = waiting.take();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        connection.reply(HttpMessage.response(200, "application/json", next.event,
                "Lambda-Runtime-Aws-Request-Id: " + next.id,
                "Lambda-Runtime-Deadline-Ms: " + Instant.now().plus(timeout).toEpochMilli(),
                "Lambda-Runtime-Invoked-Function-Arn: " + FUNCTION,
                "Lambda-Runtime-Trace-Id: Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Sampled=0"));
    }

    private void take(String call, HttpMessage request, LoopbackServer.Connection connection) throws IOException {
        String[] path = call.split("/", -1);
        Invocation answered = path.length == 6 ? unanswered.remove(path[4]) : null;
        if (answered == null) {
            throw new IOException("Not a call of the Runtime API: " + call);
        }
        connection.reply(json(202));
        if (path[5].equals("response")) {
            answered.answer.complete(request.body());
        } else {
            answered.answer.completeExceptionally(failure(request));
        }
    }

    private static FunctionFailure failure(HttpMessage request) {
        return new FunctionFailure(request.header("Lambda-Runtime-Function-Error-Type"),
                new String(request.body(), StandardCharsets.UTF_8));
    }

    private static HttpMessage json(int status) {
        return HttpMessage.response(status, "application/json", NOTHING);
    }
}
