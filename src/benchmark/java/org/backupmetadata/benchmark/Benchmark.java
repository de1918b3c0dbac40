package org.backupmetadata.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.backupmetadata.catalog.BackupCatalog;
import org.backupmetadata.catalog.BackupQuery;
import org.backupmetadata.local.GatewayRequest;
import org.backupmetadata.local.LocalDatabase;
import org.backupmetadata.model.BackupArn;
import org.backupmetadata.model.Place;
import org.backupmetadata.runtime.ExecutionEnvironment;
import org.backupmetadata.runtime.LambdaFunction;
import org.backupmetadata.runtime.LambdaPackage;
import org.backupmetadata.runtime.ProcessUsage;
import org.backupmetadata.runtime.TableProxy;
import org.backupmetadata.runtime.TestAuthority;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;
import software.amazon.awssdk.services.dynamodb.model.BackupDescription;
import software.amazon.awssdk.services.dynamodb.model.BackupType;

/**
 * Measures the service beside lower bounds (a function that does nothing, a bare GetItem) and a function written as
 * AWS's samples are. Each runs in a process of its own, in turns. Prints medians beside the targets.
 */
public final class Benchmark implements AutoCloseable {
    private static final String TABLE = "Backups";
    private static final String LARGE_TABLE = "ManyBackups";
    private static final int FEW = 1_000;
    private static final int MANY = 200_000;
    private static final int SOAK = 100_000;
    private static final int WARM_UP = 10_000;

    /** Enough to compare like with like; more lists would take minutes. */
    private static final int SHORT_WARM_UP = 2_000;

    /** Pages of a hundred backups, the same ones at every size of the table. */
    private static final byte[] LIST_OF_ACCOUNT = list("");
    private static final byte[] LIST_OF_TABLE = list("\"TableName\":\"" + BackupTable.LISTED + "\",");

    private final int rounds;
    private final @Nullable LambdaPackage before;
    private final LocalDatabase database = LocalDatabase.start();
    private final TestAuthority authority = TestAuthority.create();
    private final TableProxy proxy = TableProxy.withTls(database.endpoint(), authority);
    private final TableProxy plainProxy = TableProxy.withoutTls(database.endpoint());
    private final Report report = new Report();
    private double callsAfterRestore;

    private Benchmark(int rounds, String checkout) throws IOException {
        this.rounds = rounds;
        this.before = checkout.isEmpty() ? null : LambdaPackage.ofCheckout(Path.of(checkout));
        createTable(TABLE, FEW);
    }

    private void createTable(String name, int backups) {
        BackupTable.create(database, name);
        for (BackupDescription each : List.of(BackupTable.smallest(), BackupTable.usual(), BackupTable.largest())) {
            BackupTable.put(database.client(), name, each);
        }
        BackupTable.fill(database.client(), name, backups);
    }

    /**
     * Runs everything: {@code --rounds=7} restores and cold starts of each contender, and with {@code --before=<checkout>},
     * which must have been built, of that version too.
     */
    public static void main(String[] arguments) throws IOException, RunnerException {
        int rounds = Integer.parseInt(arguments[0].replace("--rounds=", ""));
        try (Benchmark benchmark = new Benchmark(rounds, arguments[1].replace("--before=", ""))) {
            benchmark.measurePackage();
            benchmark.measureCodec();
            benchmark.measureRestores();
            benchmark.measureColdStarts();
            benchmark.measureWarmCalls();
            benchmark.measureLeaks();
            benchmark.measureGrowth();
            benchmark.measureReadUnits();
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
        reportPackage(Contender.SERVICE, code);
        if (before != null) {
            reportPackage(Contender.BEFORE, before);
        }
        report.target("zip", code.zipSize() / 1e6, 10.75, "MB");
    }

    private void reportPackage(Contender contender, LambdaPackage code) {
        report.row(contender.title(), code.jars().size(), String.format(Locale.ROOT, "%.2f", code.zipSize() / 1e6));
    }

    /** Those contenders, and the version before if there is one. */
    private List<Contender> andBefore(Contender... contenders) {
        return Stream.concat(Stream.of(contenders), before == null ? Stream.empty() : Stream.of(Contender.BEFORE))
                .toList();
    }

    private void measureCodec() throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder().include(CodecBenchmark.class.getName())
                .addProfiler(GCProfiler.class).verbosity(VerboseMode.SILENT).build()).run();
        report.head("Without the lookup (JMH)", "µs", "bytes allocated");
        for (RunResult result : results) {
            double bytes = allocation(result);
            String name = result.getPrimaryResult().getLabel();
            report.row(name, String.format(Locale.ROOT, "%.2f", result.getPrimaryResult().getScore()),
                    String.format(Locale.ROOT, "%.0f", bytes));
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
        Restores list = new Restores();
        for (int round = 0; round < rounds; round++) {
            for (Contender each : andBefore(Contender.NO_OP, Contender.NO_OP_BY_CLASS, Contender.SAMPLE,
                    Contender.SERVICE,
                    Contender.SERVICE_HTTP_API)) {
                tls.computeIfAbsent(each, key -> new Restores()).snapStart(function(each, proxy).snapStart(), proxy,
                        each.event(BackupTable.usual()));
            }
            plain.snapStart(function(Contender.SERVICE, plainProxy).snapStart(), plainProxy,
                    Contender.SERVICE.event(BackupTable.usual()));
            list.snapStart(function(Contender.SERVICE, proxy).snapStart(), proxy, LIST_OF_ACCOUNT);
        }
        report.head("Published and restored, connections dead, TLS", "publish, s", "publish CPU, s",
                "restore to answer, ms", "CPU, ms", "calls 2-51, ms", "peak RSS, MB");
        tls.forEach((each, taken) -> reportRestores(each.title(), taken));
        reportRestores("... without TLS", plain);
        reportRestores("... ListBackups instead of DescribeBackup", list);
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
            for (Contender each : andBefore(Contender.NO_OP, Contender.SAMPLE, Contender.SERVICE)) {
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
            for (Contender each : andBefore(Contender.NO_OP_BY_CLASS, Contender.GET_ITEM, Contender.SAMPLE,
                    Contender.SERVICE, Contender.SERVICE_HTTP_API)) {
                warm.put(each, warm(each, BackupTable.usual()));
            }
            WarmCalls.takeTurns(warm.values());
        } finally {
            warm.values().forEach(WarmCalls::close);
        }
        double getItem = taken(warm, Contender.GET_ITEM).milliseconds.median();
        report.head(String.format(Locale.ROOT, "Warm, after %,d calls", WARM_UP), "call, ms", "less bare GetItem, ms",
                "CPU a call, ms");
        warm.forEach((each, calls) -> report.row(each.title(), calls.milliseconds,
                String.format(Locale.ROOT, "%+.3f", calls.milliseconds.median() - getItem), calls.cpu));
        WarmCalls service = taken(warm, Contender.SERVICE);
        report.target("calls 2-51 after a restore, the warm call's", callsAfterRestore / service.milliseconds.median(),
                2, "times");
        report.target("warm call less bare GetItem and no-op", service.milliseconds.median() - getItem, 0.10, "ms");
        report.target("CPU of a warm call, the sample's",
                service.cpu.median() / taken(warm, Contender.SAMPLE).cpu.median(), 0.6, "times");
    }

    /** The requests include lists, lookups of missing backups, and requests on a connection that was just broken. */
    private void measureLeaks() {
        report.head("Left behind", "requests", "threads", "sockets", "live heap, kB");
        byte[] found = Contender.SERVICE.event(BackupTable.usual());
        byte[] missed = bytes(GatewayRequest.describeBackup(BackupTable.ACCOUNT, BackupTable.MISSING_ARN));
        try (ExecutionEnvironment lambda = function(Contender.SERVICE, proxy).start()) {
            for (int i = 0; i <= SOAK; i++) {
                if (i == SOAK / 10 || i == SOAK) {
                    ProcessUsage usage = lambda.usage();
                    report.row(Contender.SERVICE.title(), String.format(Locale.ROOT, "%,d", i), usage.threads(),
                            usage.sockets(),
                            usage.liveHeapBytes() / 1024);
                }
                if (i % 100 == 0) {
                    proxy.resetConnections();
                }
                lambda.invoke(i % 10 == 0 ? missed : i % 50 == 1 ? LIST_OF_ACCOUNT : found);
            }
        }
    }

    private void measureGrowth() {
        createTable(LARGE_TABLE, MANY);
        Map<String, byte[]> events = new LinkedHashMap<>();
        events.put("DescribeBackup, smallest", Contender.SERVICE.event(BackupTable.smallest()));
        events.put("DescribeBackup", Contender.SERVICE.event(BackupTable.usual()));
        events.put("DescribeBackup, largest", Contender.SERVICE.event(BackupTable.largest()));
        events.put("ListBackups of an account", LIST_OF_ACCOUNT);
        events.put("ListBackups of a table", LIST_OF_TABLE);
        List<WarmCalls> calls = new ArrayList<>();
        try {
            for (byte[] event : events.values()) {
                for (String table : List.of(TABLE, LARGE_TABLE)) {
                    calls.add(new WarmCalls(function(Contender.SERVICE, proxy).variable("TABLE_NAME", table).snapStart()
                            .start(), event, SHORT_WARM_UP));
                }
            }
            WarmCalls.takeTurns(calls);
        } finally {
            calls.forEach(WarmCalls::close);
        }
        report.head("Growth", String.format(Locale.ROOT, "%,d backups, ms", FEW),
                String.format(Locale.ROOT, "%,d backups, ms", MANY), "ratio");
        Iterator<WarmCalls> taken = calls.iterator();
        for (String name : events.keySet()) {
            Samples few = taken.next().milliseconds;
            Samples many = taken.next().milliseconds;
            double ratio = many.median() / few.median();
            report.row(name, few, many, String.format(Locale.ROOT, "%.2f", ratio));
            report.target(String.format(Locale.ROOT, "%s at %,d backups, %,d's", name, MANY, FEW), ratio, 1.1, "times");
        }
    }

    private void measureReadUnits() {
        report.head("Read", "requests", "read units");
        Map<String, Consumer<BackupCatalog>> reads = new LinkedHashMap<>();
        reads.put("DescribeBackup, found", catalog -> catalog.find(arn(BackupTable.usual())));
        reads.put("DescribeBackup, largest", catalog -> catalog.find(arn(BackupTable.largest())));
        reads.put("DescribeBackup, missing", catalog -> catalog.find(BackupArn.parse(BackupTable.MISSING_ARN)));
        reads.put("ListBackups, 100 of an account", page(null, BackupType.USER, 100));
        reads.put("ListBackups, 100 of a table", page(BackupTable.LISTED, BackupType.USER, 100));
        reads.put("ListBackups, 10 of a table", page(BackupTable.LISTED, BackupType.USER, 10));
        reads.put("ListBackups, 100 of an account, every type", page(null, null, 100));
        try (ReadUnits units = new ReadUnits(database, LARGE_TABLE)) {
            reads.forEach((name, read) -> {
                ReadUnits.Cost cost = units.of(read);
                report.row(name, cost.requests(), cost.units());
            });
        }
    }

    private static Consumer<BackupCatalog> page(@Nullable String tableName, @Nullable BackupType type, int limit) {
        BackupQuery query = new BackupQuery(Place.of(BackupTable.ACCOUNT, BackupTable.REGION), tableName, type,
                BackupTable.MIDDLE, null, null, false, limit);
        return catalog -> {
            if (catalog.list(query).backups().size() < limit) {
                throw new IllegalStateException("The page is not full: " + query);
            }
        };
    }

    private static BackupArn arn(BackupDescription backup) {
        return BackupArn.parse(backup.backupDetails().backupArn());
    }

    private static byte[] list(String members) {
        return bytes(GatewayRequest.sdk("/", "ListBackups", BackupTable.ACCOUNT, String.format(Locale.ROOT,
                "{%s\"TimeRangeLowerBound\":%d}", members, BackupTable.MIDDLE.getEpochSecond())));
    }

    private static byte[] bytes(GatewayRequest request) {
        return request.restApi().getBytes(StandardCharsets.UTF_8);
    }

    private WarmCalls warm(Contender contender, BackupDescription backup) {
        return new WarmCalls(function(contender, proxy).snapStart().start(), contender.event(backup), WARM_UP);
    }

    private LambdaFunction function(Contender contender, TableProxy table) {
        return contender.function(before).table(table, authority).credentials("AKIDEXAMPLE", "secret")
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
