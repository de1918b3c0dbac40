package org.backupmetadata.benchmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.backupmetadata.lambda.CodecBenchmark;
import org.backupmetadata.local.GatewayEvents;
import org.backupmetadata.local.LocalDynamoDb;
import org.backupmetadata.runtime.ExecutionEnvironment;
import org.backupmetadata.runtime.LambdaFunction;
import org.backupmetadata.runtime.LambdaPackage;
import org.backupmetadata.runtime.ProcessUsage;
import org.backupmetadata.runtime.TableProxy;
import org.backupmetadata.runtime.TestAuthority;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;
import software.amazon.awssdk.services.dynamodb.model.BackupDescription;

/**
 * Measures the service beside what nobody can be faster than and what AWS's samples reach, in one process after the other
 * and taking turns, and prints what came out beside what is to be reached.
 */
public final class Benchmark implements AutoCloseable {
    private static final String TABLE = "Backups";
    private static final int FEW = 1_000;
    private static final int MANY = 200_000;
    private static final int SOAK = 100_000;

    private final int rounds;
    private final LocalDynamoDb database = LocalDynamoDb.start();
    private final TestAuthority authority = TestAuthority.create();
    private final TableProxy proxy = TableProxy.withTls(database.port(), authority);
    private final TableProxy plainProxy = TableProxy.withoutTls(database.port());
    private final Report report = new Report();
    private double callsAfterRestore;

    private Benchmark(int rounds) throws IOException {
        this.rounds = rounds;
        BackupTable.create(database.client(), TABLE);
        for (BackupDescription each : List.of(BackupTable.smallest(), BackupTable.usual(), BackupTable.largest())) {
            BackupTable.put(database.client(), TABLE, each);
        }
        BackupTable.fill(database.client(), TABLE, 0, FEW);
    }

    /** Runs everything: {@code --rounds=7} restores and cold starts of each contender. */
    public static void main(String[] arguments) throws IOException, RunnerException {
        int rounds = Integer.parseInt(arguments[0].replace("--rounds=", ""));
        try (Benchmark benchmark = new Benchmark(rounds)) {
            benchmark.measurePackage();
            benchmark.measureCodec();
            benchmark.measureRestores();
            benchmark.measureColdStarts();
            benchmark.measureWarmCalls();
            benchmark.measureLeaks();
            benchmark.measureGrowth();
            benchmark.report.printSummary();
        }
        System.exit(0); // The database has threads that never end.
    }

    @Override
    public void close() {
        proxy.close();
        plainProxy.close();
        database.close();
    }

    private void measurePackage() {
        LambdaPackage code = LambdaPackage.ofThisProject();
        report.head("Package", "jars", "zip, MB");
        report.row(Contender.SERVICE.title(), code.jars().size(), "%.2f".formatted(code.zipSize() / 1048576.0));
        report.target("zip", code.zipSize() / 1048576.0, 9.5, "MB");
    }

    private void measureCodec() throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder().include(CodecBenchmark.class.getName())
                .addProfiler(GCProfiler.class).verbosity(VerboseMode.SILENT).build()).run();
        report.head("Without the lookup (JMH)", "µs", "bytes allocated");
        for (RunResult result : results) {
            double bytes = allocation(result);
            String name = result.getPrimaryResult().getLabel();
            report.row(name, "%.2f".formatted(result.getPrimaryResult().getScore()), "%.0f".formatted(bytes));
            if (name.equals("decodeAndEncode")) {
                report.target("decode + encode", result.getPrimaryResult().getScore(), 15, "µs");
                report.target("decode + encode, allocated", bytes, 10_000, "bytes");
            }
        }
    }

    private static double allocation(RunResult result) {
        Result<?> normalized = result.getSecondaryResults().get("gc.alloc.rate.norm");
        return normalized == null ? Double.NaN : normalized.getScore();
    }

    private void measureRestores() {
        Map<Contender, Restores> tls = new EnumMap<>(Contender.class);
        Restores plain = new Restores();
        for (int round = 0; round < rounds; round++) {
            for (Contender each : List.of(Contender.NO_OP, Contender.NO_OP_BY_CLASS, Contender.SAMPLE,
                    Contender.SERVICE,
                    Contender.SERVICE_HTTP_API)) {
                tls.computeIfAbsent(each, key -> new Restores()).snapStart(function(each, proxy).snapStart(), proxy,
                        each.event(BackupTable.usual()));
            }
            plain.snapStart(function(Contender.SERVICE, plainProxy).snapStart(), plainProxy,
                    Contender.SERVICE.event(BackupTable.usual()));
        }
        report.head("Published and restored, connections dead, TLS", "publish, s", "publish CPU, s",
                "restore to answer, ms", "CPU, ms", "calls 2-51, ms", "peak RSS, MB");
        tls.forEach((each, taken) -> reportRestores(each.title(), taken));
        reportRestores("... without TLS", plain);
        double noOp = taken(tls, Contender.NO_OP).firstAnswer.median();
        Restores service = taken(tls, Contender.SERVICE);
        report.target("restore to answer, no-op's", service.firstAnswer.median() / noOp, 3, "times");
        report.target("restore to answer without TLS, no-op's", plain.firstAnswer.median() / noOp, 2, "times");
        report.target("CPU of it, the sample's",
                service.firstAnswerCpu.median() / taken(tls, Contender.SAMPLE).firstAnswerCpu.median(), 0.25, "times");
        callsAfterRestore = service.nextCalls.median();
    }

    private void measureColdStarts() {
        Map<Contender, Restores> cold = new EnumMap<>(Contender.class);
        for (int round = 0; round < rounds; round++) {
            for (Contender each : List.of(Contender.NO_OP, Contender.SAMPLE, Contender.SERVICE)) {
                cold.computeIfAbsent(each, key -> new Restores()).cold(function(each, proxy),
                        each.event(BackupTable.usual()));
            }
        }
        report.head("Cold, without SnapStart", "start to answer, ms", "CPU, ms", "calls 2-51, ms", "peak RSS, MB");
        cold.forEach((each, taken) -> report.row(each.title(), taken.firstAnswer, taken.firstAnswerCpu,
                taken.nextCalls, taken.peakMegabytes));
        report.target("cold start to answer, the sample's", taken(cold, Contender.SERVICE).firstAnswer.median()
                / taken(cold, Contender.SAMPLE).firstAnswer.median(), 0.7, "times");
    }

    private void measureWarmCalls() {
        Map<Contender, WarmCalls> warm = new EnumMap<>(Contender.class);
        try {
            for (Contender each : List.of(Contender.NO_OP_BY_CLASS, Contender.GET_ITEM, Contender.SAMPLE,
                    Contender.SERVICE, Contender.SERVICE_HTTP_API)) {
                warm.put(each, warm(each, BackupTable.usual()));
            }
            WarmCalls.takeTurns(warm.values());
        } finally {
            warm.values().forEach(WarmCalls::close);
        }
        double getItem = taken(warm, Contender.GET_ITEM).milliseconds.median();
        report.head("Warm, after 10,000 calls", "call, ms", "less bare GetItem, ms", "CPU a call, ms");
        warm.forEach((each, calls) -> report.row(each.title(), calls.milliseconds,
                "%+.3f".formatted(calls.milliseconds.median() - getItem), calls.cpu));
        WarmCalls service = taken(warm, Contender.SERVICE);
        report.target("calls 2-51 after a restore, the warm call's", callsAfterRestore / service.milliseconds.median(),
                2, "times");
        report.target("warm call less bare GetItem and no-op", service.milliseconds.median() - getItem, 0.10, "ms");
        report.target("CPU of a warm call, the sample's",
                service.cpu.median() / taken(warm, Contender.SAMPLE).cpu.median(), 0.6, "times");
    }

    /** Among the requests are such for what does not exist, and some that meet a connection just broken. */
    private void measureLeaks() {
        report.head("Left behind", "requests", "threads", "sockets", "live heap, kB");
        byte[] found = Contender.SERVICE.event(BackupTable.usual());
        byte[] missed = GatewayEvents.restApi(BackupTable.ACCOUNT, GatewayEvents.body(BackupTable.MISSING_ARN));
        try (ExecutionEnvironment lambda = function(Contender.SERVICE, proxy).start()) {
            for (int i = 0; i <= SOAK; i++) {
                if (i == SOAK / 10 || i == SOAK) {
                    ProcessUsage usage = lambda.usage();
                    report.row(Contender.SERVICE.title(), "%,d".formatted(i), usage.threads(), usage.sockets(),
                            usage.liveHeapBytes() / 1024);
                }
                if (i % 100 == 0) {
                    proxy.resetConnections();
                }
                lambda.invoke(i % 10 == 0 ? missed : found);
            }
        }
    }

    private void measureGrowth() {
        report.head("Growth", "backups", "smallest, ms", "usual, ms", "largest, ms");
        reportGrowth(FEW);
        BackupTable.fill(database.client(), TABLE, FEW, MANY - FEW);
        reportGrowth(MANY);
    }

    private void reportGrowth(int backups) {
        List<WarmCalls> sizes = new ArrayList<>();
        try {
            for (BackupDescription each : List.of(BackupTable.smallest(), BackupTable.usual(), BackupTable.largest())) {
                sizes.add(warm(Contender.SERVICE, each));
            }
            WarmCalls.takeTurns(sizes);
        } finally {
            sizes.forEach(WarmCalls::close);
        }
        report.row(Contender.SERVICE.title(), "%,d".formatted(backups), sizes.get(0).milliseconds,
                sizes.get(1).milliseconds, sizes.get(2).milliseconds);
    }

    private WarmCalls warm(Contender contender, BackupDescription backup) {
        return new WarmCalls(function(contender, proxy).snapStart().start(), contender.event(backup));
    }

    private LambdaFunction function(Contender contender, TableProxy table) {
        return contender.function().table(table, authority).credentials("AKIDEXAMPLE", "secret")
                .variable("TABLE_NAME", TABLE).variable("AWS_LAMBDA_LOG_FORMAT", "JSON");
    }

    private void reportRestores(String name, Restores taken) {
        report.row(name, taken.publishSeconds, taken.publishCpuSeconds, taken.firstAnswer, taken.firstAnswerCpu,
                taken.nextCalls, taken.peakMegabytes);
    }

    private static <T> T taken(Map<Contender, T> all, Contender contender) {
        T taken = all.get(contender);
        if (taken == null) {
            throw new IllegalArgumentException(contender.title());
        }
        return taken;
    }
}
