package org.backupmetadata.benchmark;

import java.util.Collection;
import org.backupmetadata.runtime.ExecutionEnvironment;

/** Calls of a function that has been warmed up after a restore, with tiered compilation as under SnapStart. */
final class WarmCalls implements AutoCloseable {
    private static final int ROUNDS = 20;
    private static final int CALLS_A_ROUND = 250;

    final Samples milliseconds = new Samples();
    final Samples cpu = new Samples();

    private final ExecutionEnvironment lambda;
    private final byte[] event;

    /** Restores the function, which is set up for SnapStart, and warms it up with {@code warmUp} calls. */
    WarmCalls(ExecutionEnvironment lambda, byte[] event, int warmUp) {
        this.lambda = lambda;
        this.event = event;
        lambda.awaitCheckpoint();
        lambda.restore();
        for (int i = 0; i < warmUp; i++) {
            lambda.invoke(event);
        }
    }

    /** Measures all of them, taking turns. */
    static void takeTurns(Collection<WarmCalls> functions) {
        for (int round = 0; round < ROUNDS; round++) {
            functions.forEach(WarmCalls::measure);
        }
    }

    /** How long one call takes, in milliseconds. */
    static double timeOf(ExecutionEnvironment lambda, byte[] event) {
        long start = System.nanoTime();
        lambda.invoke(event);
        return (System.nanoTime() - start) / 1e6;
    }

    private void measure() {
        long before = lambda.usage().cpuNanos();
        Samples calls = new Samples();
        for (int i = 0; i < CALLS_A_ROUND; i++) {
            calls.add(timeOf(lambda, event));
        }
        milliseconds.add(calls.median());
        cpu.add((lambda.usage().cpuNanos() - before) / 1e6 / CALLS_A_ROUND);
    }

    @Override
    public void close() {
        lambda.close();
    }
}
