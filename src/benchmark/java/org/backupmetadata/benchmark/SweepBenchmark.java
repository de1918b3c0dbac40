package org.backupmetadata.benchmark;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.backupmetadata.capture.CaptureTables;
import org.backupmetadata.capture.Sweeper;
import org.backupmetadata.capture.Tick;
import org.backupmetadata.catalog.BackupRecorder;
import org.backupmetadata.catalog.Coverage;
import org.backupmetadata.catalog.CoverageTable;
import org.backupmetadata.catalog.Items;
import org.backupmetadata.catalog.KnownBackups;
import org.backupmetadata.local.LocalDatabase;
import org.backupmetadata.model.Place;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;

/**
 * Measures what a sweep costs the function that makes it: processor time and memory, beside the bare calls that any
 * sweep has to make, for more and more backups in one account and Region, and for more and more accounts and Regions.
 * Calls and tables are real, in other processes; only the waits between calls are skipped. AWS Backup's lists, TLS and
 * sessions of roles are left out.
 */
public final class SweepBenchmark implements AutoCloseable {

    /** How long a tick makes calls. Time between ticks passes, too, in which nothing is done. */
    private static final Duration WORK = Duration.ofSeconds(270);
    private static final Duration PAUSE = Duration.ofMinutes(5);
    private static final Duration INTERVAL = Duration.ofHours(1);

    private static final int BARE_CALLS = 3_000;
    private static final int QUIET_TICKS = 10;

    /** After so many waits, all garbage is collected at one in twenty only: that would take most of the time. */
    private static final int FEW_WAITS = 200;

    private static final OperatingSystemMXBean PROCESS = (OperatingSystemMXBean) ManagementFactory
            .getOperatingSystemMXBean();

    private final LocalDatabase database = LocalDatabase.start();
    private final LongAdder backupsWritten = new LongAdder();
    private final DynamoDbClient tables = database.client(new ExecutionInterceptor() {
        @Override
        public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
            if (context.request() instanceof PutItemRequest) {
                backupsWritten.increment();
            }
        }
    });
    private final LiveSide live = new LiveSide();
    private final SkippedWaits clock = new SkippedWaits();
    private final Report report = new Report();
    private int runs;
    private int accounts;

    private SweepBenchmark() throws IOException {
    }

    /**
     * Runs everything: {@code --backups=1000,10000} in one account and Region, and {@code --places=10,850} accounts and
     * Regions with 20 backups each.
     */
    public static void main(String[] arguments) throws IOException {
        List<Integer> backups = numbers(arguments[0], "--backups=");
        List<Integer> places = numbers(arguments[1], "--places=");
        try (SweepBenchmark benchmark = new SweepBenchmark()) {
            benchmark.warmUp();
            double floor = benchmark.measureBareCalls();
            benchmark.report.head("Sweeps", "first: CPU a backup, ms", "times the bare calls", "calls a backup",
                    "again: CPU a backup, ms", "CPU a place, ms", "written", "nothing due: CPU a tick, ms",
                    "live heap, MB");
            backups.forEach(number -> benchmark.measure(1, number, floor));
            places.forEach(number -> benchmark.measure(number, 20, floor));
        }
        System.exit(0); // The database has threads that never end.
    }

    private static List<Integer> numbers(String argument, String name) {
        return Stream.of(argument.replace(name, "").split(",", -1)).filter(text -> !text.isEmpty())
                .map(Integer::valueOf).toList();
    }

    @Override
    public void close() {
        live.close();
        tables.close();
        database.close();
    }

    private void warmUp() {
        Sweep sweep = new Sweep(1, 3_000);
        sweep.first();
        sweep.again();
    }

    /** What a description and a write cost, in milliseconds of processor time. */
    private double measureBareCalls() {
        Place place = live.create(++accounts, 1, 1).getFirst();
        CaptureTables names = CaptureTables.create(database, ++runs);
        DynamoDbClient account = live.dynamoDb(place);
        String arn = account.listBackups().backupSummaries().getFirst().backupArn();
        Map<String, AttributeValue> item = Items.of(BackupTable.usual());
        double describe = eachOf(() -> account.describeBackup(request -> request.backupArn(arn)));
        double write = eachOf(() -> tables.putItem(request -> request.tableName(names.backups()).item(item)));
        report.head("Bare calls", "CPU, ms");
        report.row("DescribeBackup", format(describe));
        report.row("PutItem", format(write));
        return describe + write;
    }

    private void measure(int places, int backups, double floor) {
        int all = places * backups;
        Sweep sweep = new Sweep(places, backups);
        long calls = live.calls();
        double first = milliseconds(sweep::first) / all;
        calls = live.calls() - calls;
        sweep.requireAllKnown();
        double quiet = milliseconds(sweep::quiet) / QUIET_TICKS;
        long written = backupsWritten.sum();
        double again = milliseconds(sweep::again);
        written = backupsWritten.sum() - written;
        report.row(String.format(Locale.ROOT, "%,d x %,d backups", places, backups), format(first),
                format(first / floor), format((double) calls / all), format(again / all), format(again / places),
                written, format(quiet), format(sweep.liveHeapMegabytes()));
        if (written > 0) {
            throw new IllegalStateException("A sweep that found nothing new wrote " + written + " backups.");
        }
    }

    private static double eachOf(Runnable call) {
        Runnable calls = () -> IntStream.range(0, BARE_CALLS).forEach(i -> call.run());
        calls.run(); // to be fast
        return milliseconds(calls) / BARE_CALLS;
    }

    private static double milliseconds(Runnable work) {
        long before = PROCESS.getProcessCpuTime();
        work.run();
        return (PROCESS.getProcessCpuTime() - before) / 1e6;
    }

    private static String format(double number) {
        return String.format(Locale.ROOT, "%.2f", number);
    }

    /** A catalogue of its own for accounts of its own. */
    private final class Sweep {

        private final List<Place> places;
        private final int backups;
        private final KnownBackups known;
        private final CoverageTable coverage;
        private final Sweeper sweeper;

        Sweep(int places, int backups) {
            this.places = live.create(accounts + 1, places, backups);
            this.backups = backups;
            accounts += places;
            CaptureTables names = CaptureTables.create(database, ++runs);
            coverage = new CoverageTable(tables, names.coverage());
            known = new KnownBackups(tables, names.backups(), clock, item -> {
                throw item;
            });
            sweeper = new Sweeper(coverage, known,
                    new BackupRecorder(tables, names.backups(), Optional.empty(), clock), live, clock, INTERVAL);
            this.places.forEach(place -> coverage.heartbeat(place, clock.instant()));
        }

        /** Sweeps until everything is known and described. */
        void first() {
            tickUntil(place -> place.proof().completeAt() != null && place.proof().deletionsAt() != null
                    && place.walk() == null && place.counts().undescribed() == 0);
        }

        /** Some ticks in which no place is due. */
        void quiet() {
            for (int i = 0; i < QUIET_TICKS; i++) {
                if (!tick().visits().isEmpty()) {
                    throw new IllegalStateException("A place was due.");
                }
            }
        }

        /** Lists everything once more. */
        void again() {
            Instant before = clock.instant().plus(INTERVAL);
            clock.advance(INTERVAL.multipliedBy(2));
            tickUntil(place -> place.walk() == null && place.proof().deletionsAt() != null
                    && place.proof().deletionsAt().isAfter(before));
        }

        private void tickUntil(Predicate<Coverage> isDone) {
            while (!tick().coverage().stream().allMatch(isDone)) {
                clock.advance(PAUSE);
            }
        }

        /** The next tick visits again what the live side, which is slower than AWS, did not answer in time. */
        private Tick tick() {
            Tick tick = sweeper.tick(List.of(), clock.instant().plus(WORK)).orElseThrow();
            for (Tick.Visited visit : tick.visits()) {
                if (visit.failure() != null) {
                    throw new IllegalStateException(visit.toString(), visit.failure());
                }
            }
            return tick;
        }

        void requireAllKnown() {
            for (Place place : places) {
                long found = known.living(place, Instant.EPOCH, clock.instant()).count();
                if (found != backups) {
                    throw new IllegalStateException(found + " of " + backups + " backups of " + place);
                }
            }
        }

        /** The most that is in use while everything is listed once more. */
        double liveHeapMegabytes() {
            Peak peak = new Peak();
            clock.onWait(peak::look);
            again();
            clock.onWait(() -> {});
            return peak.megabytes();
        }
    }

    /** The most memory in use after collections of all garbage. */
    private static final class Peak {

        private int waits;
        private long most = used();

        synchronized void look() {
            if (waits++ < FEW_WAITS || waits % 20 == 0) {
                most = Math.max(most, used());
            }
        }

        private static long used() {
            System.gc();
            return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        }

        double megabytes() {
            return most / 1e6;
        }
    }
}
