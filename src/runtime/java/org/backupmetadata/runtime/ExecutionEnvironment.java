package org.backupmetadata.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * A function's process, with the runtime client in it, and what Lambda does to it. Everything that waits for the
 * function throws {@link FunctionFailure} when it fails instead.
 */
public final class ExecutionEnvironment implements AutoCloseable {
    /**
     * Longer than a function prepares for its snapshot on a busy machine: see {@code Deadlines}. Lambda gives it 130.
     */
    private static final long TIMEOUT_SECONDS = 150;

    private final RuntimeApi api;
    private final Path log;
    private final Process process;

    ExecutionEnvironment(Path workingDirectory, List<String> command, Map<String, String> variables,
            Duration timeout) {
        api = new RuntimeApi(timeout);
        try {
            log = Files.createTempFile("function", ".log");
            ProcessBuilder builder = new ProcessBuilder(command).directory(workingDirectory.toFile())
                    .redirectErrorStream(true).redirectOutput(log.toFile());
            builder.environment().clear();
            builder.environment().putAll(variables);
            builder.environment().put("AWS_LAMBDA_RUNTIME_API", api.address());
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofPlatform().daemon().name("exit-of-" + process.pid()).start(this::reportExit);
    }

    /** Waits until the function is ready for its snapshot. */
    public void awaitCheckpoint() {
        await(api.checkpoint());
    }

    /** Waits until the function asks for its first event. */
    public void awaitReady() {
        await(api.ready());
    }

    /** Restores the function. */
    public void restore() {
        api.restore();
    }

    /** Sends an event, which the runtime client fetches when it next asks for one. */
    public CompletableFuture<byte[]> send(byte[] event) {
        return api.send(event);
    }

    /** Sends an event and waits for the answer. */
    public byte[] invoke(byte[] event) {
        return await(send(event));
    }

    /** Everything that the function and its runtime have written to standard output and standard error. */
    public String log() {
        try {
            return Files.readString(log, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the process uses of the machine. */
    public ProcessUsage usage() {
        return new ProcessUsage(process.pid());
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
        api.close();
        try {
            Files.delete(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void reportExit() {
        int status = process.onExit().join().exitValue();
        api.end(new FunctionFailure("Runtime.ExitError", "exit status " + status));
    }

    private static <T> T await(CompletableFuture<T> outcome) {
        try {
            return outcome.orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof FunctionFailure failure) {
                throw failure;
            }
            throw e;
        }
    }
}
