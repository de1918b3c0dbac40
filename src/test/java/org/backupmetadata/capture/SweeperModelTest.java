package org.backupmetadata.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.Serial;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.backupmetadata.capture.SweeperModelTest.Step.What;
import org.backupmetadata.catalog.Backup;
import org.backupmetadata.catalog.BackupCatalog;
import org.backupmetadata.catalog.BackupPage;
import org.backupmetadata.catalog.BackupQuery;
import org.backupmetadata.catalog.BackupRecorder;
import org.backupmetadata.catalog.Coverage;
import org.backupmetadata.catalog.CoverageTable;
import org.backupmetadata.catalog.KnownBackups;
import org.backupmetadata.catalog.Observation;
import org.backupmetadata.catalog.UnreadableItemException;
import org.backupmetadata.local.LocalDatabase;
import org.backupmetadata.model.BackupArn;
import org.backupmetadata.model.Place;
import org.backupmetadata.model.TableArn;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context.BeforeExecution;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BackupDescription;
import software.amazon.awssdk.services.dynamodb.model.BackupDetails;
import software.amazon.awssdk.services.dynamodb.model.BackupStatus;
import software.amazon.awssdk.services.dynamodb.model.BackupType;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;

/**
 * Sweeps and events against a model of an account, whatever happens there and whatever fails. The tables are real ones;
 * the account is {@link LiveDynamoDb}, in memory, since it is also the truth to compare with.
 */
class SweeperModelTest {

    /** The first one is the sweeper's own; the others come in by heartbeats. */
    private static final List<Place> PLACES = List.of(Place.of("111122223333", "us-west-2"),
            Place.of("111122223333", "eu-west-1"), Place.of("444455556666", "us-west-2"),
            Place.of("444455556666", "eu-west-1"));
    private static final Instant START = Instant.parse("2026-11-25T00:00:00Z");
    /** So few known backups end a window that there are several. */
    private static final int WINDOW = 2;

    private static final Duration INTERVAL = Duration.ofHours(1);

    /** How long a tick makes calls: as the deployed function has it. */
    private static final Duration WORK = Duration.ofSeconds(270);

    @SuppressWarnings("NullAway.Init")
    private static LocalDatabase database;

    /** Tables for each try, named by its number. */
    private static int tries;

    @BeforeContainer
    static void startTheDatabase() throws IOException {
        database = LocalDatabase.start();
    }

    @AfterContainer
    static void stopTheDatabase() {
        database.close();
    }

    /**
     * Something that happens.
     *
     * @param where in which of the places
     * @param which to which backup, or at which call, as far as there are so many
     */
    record Step(What what, int where, int which) {

        enum What {
            CREATE, CREATE_MANY, CREATE_WITHOUT_EVENT, FINISH, DELETE, DELETE_WITHOUT_EVENT, DELETE_TABLE, //
            DELIVER_EVENT, DELIVER_EVENT_TWICE, LOSE_EVENT, HEARTBEAT, //
            DENY_ROLE, TURN_REGION_OFF, LET_IN, //
            TICK, TICK_THAT_CRASHES, TICK_THROTTLED, TICK_CUT_OFF, TICK_DENIED, TICK_WITH_AN_EXPIRED_SESSION, TICK_OVERLOOKING, TICK_WITHOUT_TABLES, //
            WAIT_MINUTES, WAIT_AN_HOUR
        }
    }

    @Provide
    Arbitrary<List<Step>> days() {
        return Combinators.combine(Arbitraries.of(Step.What.class), wheres(), Arbitraries.integers().between(0, 60))
                .as(Step::new).list().ofMinSize(5).ofMaxSize(30);
    }

    /** Most of it happens in one place, so that enough happens there. */
    private static Arbitrary<Integer> wheres() {
        return Arbitraries.frequencyOf(Tuple.of(2, Arbitraries.just(0)), Tuple.of(4, Arbitraries.just(2)),
                Tuple.of(1, Arbitraries.just(1)), Tuple.of(1, Arbitraries.just(3)));
    }

    @Property(tries = 50)
    void whateverHappensNothingFalseIsSaidAndInTheEndAllIsKnown(@ForAll("days") List<Step> day, @ForAll Random random) {
        assertNothingFalse(day, random);
    }

    /** No sweep asks for a backup that is so young: the list may not have it yet. */
    @Example
    void theDeletionOfAYoungBackupIsNotSaidToBeKnown() {
        assertNothingFalse(Stream.of(What.CREATE, What.DELIVER_EVENT, What.DELETE, What.TICK, What.TICK)
                .map(what -> new Step(what, 0, 0)).toList(), new Random(1));
    }

    /** Its creation becomes known after a sweep has claimed to know every deletion, and its deletion never does. */
    @Example
    void theDeletionOfABackupThatIsToldOfTooLateIsNotSaidToBeKnown() {
        assertNothingFalse(Stream.of(What.CREATE, What.DELETE_WITHOUT_EVENT, What.WAIT_AN_HOUR, What.TICK,
                What.DELIVER_EVENT, What.TICK, What.TICK).map(what -> new Step(what, 0, 0)).toList(), new Random(1));
    }

    private static void assertNothingFalse(List<Step> day, Random random) {
        World world = new World(random);
        for (Step step : day) {
            world.happen(step);
            if (step.what().name().startsWith("TICK")) {
                world.assertNothingFalse();
            } else {
                world.assertNothingFalse(PLACES.get(step.where()));
            }
        }
        world.settle();
        world.assertNothingFalse();
        world.assertAllIsKnown();
    }

    private static void unreadable(UnreadableItemException item) {
        throw new AssertionError(item);
    }

    /** The process ends at once, and nothing that it should have done after is done. */
    private static final class Crash extends Error {
        @Serial
        private static final long serialVersionUID = 1;
    }

    /** Lets the calls of the tables fail from a certain one on. */
    private static final class TableFault implements ExecutionInterceptor {

        private final AtomicInteger callsLeft = new AtomicInteger(Integer.MAX_VALUE);
        private volatile boolean crashes;

        void after(int calls, boolean crash) {
            callsLeft.set(calls);
            crashes = crash;
        }

        void never() {
            callsLeft.set(Integer.MAX_VALUE);
        }

        @Override
        public void beforeExecution(BeforeExecution execution, ExecutionAttributes attributes) {
            if (callsLeft.getAndUpdate(left -> left == Integer.MAX_VALUE ? left : Math.max(0, left - 1)) == 0) {
                if (crashes) {
                    throw new Crash();
                }
                throw SdkClientException.create("the table does not answer");
            }
        }
    }

    /** Accounts in Regions, the catalogue of them, and the time of all. */
    private static final class World {

        private final Random random;
        private final TestClock clock = new TestClock(START);
        private final Map<Place, LiveDynamoDb> lives = new LinkedHashMap<>();
        private final Map<Place, RuntimeException> closed = new HashMap<>();
        private final TableFault tableFault = new TableFault();
        private final BackupCatalog catalog;
        private final CoverageTable coverage;
        private final Sweeper sweeper;
        private final EventRecorder events;
        private final List<Observation> onTheWay = new ArrayList<>();
        private final Map<String, Instant> deletedAt = new LinkedHashMap<>();
        private int created;

        World(Random random) {
            this.random = random;
            PLACES.forEach(place -> lives.put(place, new LiveDynamoDb(clock, 3)));
            CaptureTables tables = CaptureTables.create(database, tries++);
            DynamoDbClient client = database.client(tableFault);
            catalog = new BackupCatalog(database.client(), tables.backups(), Duration.ofMinutes(1), clock,
                    SweeperModelTest::unreadable);
            coverage = new CoverageTable(client, tables.coverage());
            BackupRecorder recorder = new BackupRecorder(client, tables.backups(), Optional.empty(), clock);
            sweeper = new Sweeper(coverage,
                    new KnownBackups(client, tables.backups(), clock, SweeperModelTest::unreadable), recorder,
                    this::live, clock, INTERVAL, WINDOW);
            events = new EventRecorder(recorder, coverage, skewed(clock, random));
        }

        /** The recorder's clock is not the sweeper's. */
        private static InstantSource skewed(InstantSource clock, Random random) {
            Duration skew = Duration.ofSeconds(random.nextInt(60) - 30);
            return () -> clock.instant().plus(skew);
        }

        private LiveDynamoDb live(Place place) {
            return Objects.requireNonNull(lives.get(place));
        }

        void happen(Step step) {
            Place place = PLACES.get(step.where());
            switch (step.what()) {
                case CREATE -> create(place, BackupType.USER, true);
                case CREATE_WITHOUT_EVENT -> create(place, BackupType.USER, false);
                case CREATE_MANY -> {
                    for (int i = 0; i <= step.which(); i++) {
                        create(place, BackupType.USER, false);
                    }
                }
                case DELETE_TABLE -> create(place, BackupType.SYSTEM, false);
                case FINISH -> any(place, step.which()).ifPresent(this::finish);
                case DELETE -> any(place, step.which()).ifPresent(arn -> delete(arn, true));
                case DELETE_WITHOUT_EVENT -> any(place, step.which()).ifPresent(arn -> delete(arn, false));
                case DELIVER_EVENT -> deliver(step.which(), 1);
                case DELIVER_EVENT_TWICE -> deliver(step.which(), 2);
                case LOSE_EVENT -> deliver(step.which(), 0);
                case HEARTBEAT -> events.record(new BackupEvent.Heartbeat(place));
                case DENY_ROLE -> PLACES.stream().filter(each -> each.account().equals(place.account()))
                        .forEach(each -> close(each, LiveDynamoDb.error("Sts", "AccessDenied")));
                case TURN_REGION_OFF -> close(place, LiveDynamoDb.error("DynamoDb", "UnrecognizedClientException"));
                case LET_IN -> letIn(place);
                case TICK -> tick();
                case TICK_THAT_CRASHES -> crash(place, step.which());
                case TICK_THROTTLED ->
                    tickFailing(place, step.which(), LiveDynamoDb.error("DynamoDb", "ThrottlingException"));
                case TICK_DENIED -> tickFailing(place, 0, LiveDynamoDb.error("DynamoDb", "AccessDeniedException"));
                case TICK_WITH_AN_EXPIRED_SESSION ->
                    tickFailing(place, step.which(), LiveDynamoDb.error("DynamoDb", "ExpiredTokenException"));
                case TICK_CUT_OFF ->
                    tickFailing(place, step.which(), SdkClientException.create("the connection broke"));
                case TICK_OVERLOOKING -> {
                    live(place).overlook(known(place).keySet().stream().filter(arn -> random.nextBoolean())
                            .collect(Collectors.toSet())::contains);
                    tick();
                    live(place).overlook(arn -> false);
                }
                case TICK_WITHOUT_TABLES -> {
                    tableFault.after(step.which(), false);
                    try {
                        tick();
                    } catch (SdkClientException e) {
                        // the next tick tries again
                    }
                    tableFault.never();
                }
                case WAIT_MINUTES -> clock.sleep(Duration.ofMinutes(step.which()));
                case WAIT_AN_HOUR -> clock.sleep(Duration.ofHours(1));
            }
        }

        /** The sweeper's own place stays open. */
        private void close(Place place, RuntimeException fault) {
            if (!place.equals(PLACES.getFirst())) {
                closed.put(place, fault);
                letIn(place, Optional.of(fault));
            }
        }

        private void letIn(Place place) {
            closed.remove(place);
            letIn(place, Optional.empty());
        }

        private void letIn(Place place, Optional<RuntimeException> unless) {
            live(place).fail(call -> unless.ifPresent(fault -> {
                throw fault;
            }));
        }

        /** Ends what only one tick was to see. */
        private void reset(Place place) {
            letIn(place, Optional.ofNullable(closed.get(place)));
        }

        private void create(Place place, BackupType type, boolean event) {
            clock.sleep(Duration.ofMillis(random.nextInt(3)));
            String table = new TableArn(place, "Music").toString();
            String arn = String.format(Locale.ROOT, "%s/backup/%014d-%08x", table, clock.instant().toEpochMilli(),
                    type == BackupType.SYSTEM ? 0 : ++created);
            BackupDetails details = BackupDetails.builder().backupArn(arn).backupName("backup")
                    .backupStatus(type == BackupType.SYSTEM ? BackupStatus.AVAILABLE : BackupStatus.CREATING)
                    .backupType(type).backupCreationDateTime(clock.instant())
                    .backupExpiryDateTime(
                            type == BackupType.SYSTEM ? clock.instant().plus(Duration.ofHours(3)) : null)
                    .build();
            live(place).put(BackupDescription.builder().backupDetails(details)
                    .sourceTableDetails(source -> source.tableName("Music").tableId("a-table").tableArn(table)
                            .keySchema(
                                    KeySchemaElement.builder().attributeName("Artist").keyType(KeyType.HASH).build()))
                    .build());
            if (event) {
                onTheWay.add(Observation.seen(BackupDescription.builder().backupDetails(details).build(), second()));
            }
        }

        /** CloudTrail's times are whole seconds. */
        private Instant second() {
            return clock.instant().truncatedTo(ChronoUnit.SECONDS);
        }

        private Optional<String> any(Place place, int which) {
            List<String> arns = live(place).backups().keySet().stream().sorted().toList();
            return arns.isEmpty() ? Optional.empty() : Optional.of(arns.get(which % arns.size()));
        }

        private void finish(String arn) {
            LiveDynamoDb live = live(BackupArn.parse(arn).place());
            BackupDescription creating = Objects.requireNonNull(live.backups().get(arn));
            live.put(creating.toBuilder().backupDetails(
                    creating.backupDetails().toBuilder().backupStatus(BackupStatus.AVAILABLE).build()).build());
        }

        private void delete(String arn, boolean event) {
            BackupDescription description = live(BackupArn.parse(arn).place()).backups().remove(arn);
            deletedAt.put(arn, clock.instant());
            if (event && description != null) {
                onTheWay.add(Observation.seen(description.toBuilder().backupDetails(
                        description.backupDetails().toBuilder().backupStatus(BackupStatus.DELETED).build()).build(),
                        second()));
            }
        }

        /** As the recorder does with a message, which comes again if the table is down. */
        private void deliver(int which, int times) {
            if (onTheWay.isEmpty()) {
                return;
            }
            Observation event = onTheWay.remove(which % onTheWay.size());
            for (int i = 0; i < times; i++) {
                events.record(new BackupEvent.Seen(event));
            }
        }

        private void tick() {
            Optional<Tick> outcome = sweeper.tick(List.of(PLACES.getFirst()), clock.instant().plus(WORK));
            clock.sleep(Duration.ofMinutes(2));
            outcome.ifPresent(tick -> tick.visits().forEach(visit -> {
                RuntimeException failure = visit.failure();
                assertTrue(failure == null || failure instanceof SdkClientException, () -> String.valueOf(failure));
            }));
        }

        private void tickFailing(Place place, int calls, RuntimeException fault) {
            AtomicInteger left = new AtomicInteger(calls);
            live(place).fail(call -> {
                if (left.getAndDecrement() <= 0) {
                    throw fault;
                }
            });
            tick();
            reset(place);
        }

        /** At any call of the account or of the tables; then not even the lease is given back. */
        private void crash(Place place, int calls) {
            if (calls % 2 == 0) {
                tableFault.after(calls / 2, true);
            } else {
                AtomicInteger left = new AtomicInteger(calls / 2);
                live(place).fail(call -> {
                    if (left.getAndDecrement() <= 0) {
                        tableFault.after(0, true);
                        throw new Crash();
                    }
                });
            }
            try {
                tick();
            } catch (Crash e) {
                // as if the process had ended
            }
            reset(place);
            tableFault.never();
        }

        /** Every event that was not lost comes, and sweeps go on until nothing is left to do. */
        void settle() {
            for (LiveDynamoDb live : lives.values()) {
                List.copyOf(live.backups().keySet()).forEach(this::finish);
            }
            for (Place place : PLACES) {
                letIn(place);
                events.record(new BackupEvent.Heartbeat(place));
            }
            while (!onTheWay.isEmpty()) {
                deliver(0, 1);
            }
            clock.sleep(Duration.ofHours(24));
            for (int i = 0; i < 10; i++) {
                tick();
            }
        }

        /** Every backup that the catalogue knows, dead or alive, with its status. */
        private Map<String, BackupStatus> known(Place place) {
            Map<String, BackupStatus> known = new LinkedHashMap<>();
            BackupArn after = null;
            BackupPage page;
            do {
                page = catalog.list(new BackupQuery(place, null, null, null, null, after, true, 100));
                page.backups().forEach(backup -> known.put(backup.backupArn(), backup.backupStatus()));
                after = page.more() ? BackupArn.parse(page.backups().getLast().backupArn()) : null;
            } while (after != null);
            return known;
        }

        private boolean isThere(BackupDetails details) {
            Instant expiry = details.backupExpiryDateTime();
            return expiry == null || expiry.isAfter(clock.instant());
        }

        void assertNothingFalse() {
            Map<Place, Coverage> covered = coverage.all().stream()
                    .collect(Collectors.toMap(Coverage::place, Function.identity()));
            PLACES.forEach(place -> assertNothingFalse(place, Optional.ofNullable(covered.get(place))));
        }

        void assertNothingFalse(Place place) {
            assertNothingFalse(place, coverage.ofAccount(place.account()).stream()
                    .filter(each -> each.place().equals(place)).findFirst());
        }

        private void assertNothingFalse(Place place, Optional<Coverage> covered) {
            Instant completeAt = covered.map(each -> each.proof().completeAt()).orElse(Instant.MIN);
            Instant deletionsAt = covered.map(each -> each.proof().deletionsAt()).orElse(Instant.MIN);
            Map<String, BackupStatus> known = known(place);
            live(place).backups().values().stream().map(BackupDescription::backupDetails).filter(this::isThere)
                    .forEach(backup -> {
                        BackupStatus status = known.get(backup.backupArn());
                        assertNotEquals(BackupStatus.DELETED, status, backup.backupArn());
                        assertTrue(status != null || !backup.backupCreationDateTime().isBefore(completeAt),
                                () -> "is not known, though all before " + completeAt + " are: " + backup.backupArn());
                    });
            deletedAt.forEach((arn, at) -> {
                BackupStatus status = known.get(arn);
                assertTrue(status == null || status == BackupStatus.DELETED || !at.isBefore(deletionsAt),
                        () -> "is gone, as all deletions before " + deletionsAt + " are known: " + arn);
            });
        }

        void assertAllIsKnown() {
            PLACES.forEach(this::assertAllIsKnown);
        }

        private void assertAllIsKnown(Place place) {
            List<BackupDescription> there = live(place).backups().values().stream()
                    .filter(backup -> isThere(backup.backupDetails())).toList();
            for (BackupDescription backup : there) {
                assertEquals(Optional.of(new Backup(backup, null)),
                        catalog.find(BackupArn.parse(backup.backupDetails().backupArn())));
            }
            Map<String, BackupStatus> known = known(place);
            deletedAt.keySet().forEach(
                    arn -> assertEquals(BackupStatus.DELETED, known.getOrDefault(arn, BackupStatus.DELETED), arn));
            assertEquals(there.size(),
                    known.values().stream().filter(status -> status != BackupStatus.DELETED).count());
        }
    }
}
