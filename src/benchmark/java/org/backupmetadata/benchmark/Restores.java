package org.backupmetadata.benchmark;

import org.backupmetadata.runtime.ExecutionEnvironment;
import org.backupmetadata.runtime.LambdaFunction;
import org.backupmetadata.runtime.ProcessUsage;
import org.backupmetadata.runtime.TableProxy;

/** Measures how one contender starts: restored from a snapshot, or cold. */
final class Restores {
    private static final int FIRST_CALLS = 50;

    final Samples publishSeconds = new Samples();
    final Samples publishCpuSeconds = new Samples();
    final Samples firstAnswer = new Samples();
    final Samples firstAnswerCpu = new Samples();
    final Samples nextCalls = new Samples();
    final Samples peakMegabytes = new Samples();

    /** Publishes, restores with all connections dead, and calls. */
    void snapStart(LambdaFunction function, TableProxy proxy, byte[] event) {
        long start = System.nanoTime();
        try (ExecutionEnvironment lambda = function.start()) {
            lambda.awaitCheckpoint();
            long cpu = lambda.usage().cpuNanos();
            publishSeconds.add((System.nanoTime() - start) / 1e9);
            publishCpuSeconds.add(cpu / 1e9);
            proxy.resetConnections();
            start = System.nanoTime();
            lambda.restore();
            call(lambda, event, start, cpu);
        }
    }

    /** Starts without a snapshot, and calls. */
    void cold(LambdaFunction function, byte[] event) {
        long start = System.nanoTime();
        try (ExecutionEnvironment lambda = function.start()) {
            call(lambda, event, start, 0);
        }
    }

    private void call(ExecutionEnvironment lambda, byte[] event, long start, long cpu) {
        lambda.invoke(event);
        ProcessUsage usage = lambda.usage();
        firstAnswer.add((System.nanoTime() - start) / 1e6);
        firstAnswerCpu.add((usage.cpuNanos() - cpu) / 1e6);
        Samples calls = new Samples();
        for (int i = 0; i < FIRST_CALLS; i++) {
            calls.add(WarmCalls.timeOf(lambda, event));
        }
        nextCalls.add(calls.median());
        peakMegabytes.add(usage.peakResidentKilobytes() / 1024.0);
    }
}
