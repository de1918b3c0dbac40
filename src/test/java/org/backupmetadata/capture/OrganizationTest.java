package org.backupmetadata.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.backupmetadata.catalog.Backup;
import org.backupmetadata.catalog.BackupCatalog;
import org.backupmetadata.catalog.BackupRecorder;
import org.backupmetadata.catalog.Coverage.Counts;
import org.backupmetadata.catalog.CoverageTable;
import org.backupmetadata.catalog.KnownBackup;
import org.backupmetadata.catalog.KnownBackups;
import org.backupmetadata.catalog.Observation;
import org.backupmetadata.catalog.UnreadableItemException;
import org.backupmetadata.local.LocalDatabase;
import org.backupmetadata.model.AccountId;
import org.backupmetadata.model.BackupArn;
import org.backupmetadata.model.Place;
import org.backupmetadata.model.TableArn;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.BackupDescription;
import software.amazon.awssdk.services.dynamodb.model.BackupDetails;
import software.amazon.awssdk.services.dynamodb.model.BackupStatus;
import software.amazon.awssdk.services.dynamodb.model.BackupType;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;

/**
 * Some hours of an organisation, in simulated time: backups are created and deleted in every account and Region, tables
 * with backups are deleted, events are lost and doubled, one member denies for a while, and one leaves. The tables are real
 * ones; the accounts are {@link LiveDynamoDb}. Prints what it took.
 *
 * <p>{@code -Dorganization=40x5 -Dbackups=20000 -Dhours=24} makes it larger: accounts, Regions, and backups at the start.
 */
class OrganizationTest {

    private static final String[] SIZE = System.getProperty("organization", "6x3").split("x", -1);
    private static final int ACCOUNTS = Integer.parseInt(SIZE[0]);
    private static final int REGIONS = Integer.parseInt(SIZE[1]);
    private static final int BACKUPS = Integer.getInteger("backups", 100);
    private static final Duration DAY = Duration.ofHours(Integer.getInteger("hours", 2));

    private static final List<String> NAMES = List.of("us-west-2", "eu-west-1", "ap-southeast-2", "us-east-1",
            "sa-east-1", "eu-central-1", "ap-northeast-1", "ca-central-1");
    private static final Instant START = Instant.parse("2026-11-25T00:00:00Z");
    private static final Duration TICK = Duration.ofMinutes(2);
    private static final Duration WORK = Duration.ofSeconds(270);
    private static final Duration INTERVAL = Duration.ofHours(1);

    @Test
    void allThatMembersLetBeReadIsKnownAndNothingFalseIsSaid() throws IOException {
        long began = System.nanoTime();
        try (LocalDatabase database = LocalDatabase.start()) {
            Organization organization = new Organization(database);
            organization.join();
            organization.live();
            organization.settle();
            organization.assertAllIsKnown();
            organization.assertTheBudgetWasKept();
            organization.assertWhoLeftIsSilent();
            organization.print(Duration.ofNanos(System.nanoTime() - began));
        }
    }

    private static void unreadable(UnreadableItemException item) {
        throw new AssertionError(item);
    }

    /** Something that happens at that time. */
    private record Later(Instant at, Runnable what) {}

    /** The accounts, the catalogue of them, and the time of all. */
    private static final class Organization {

        private final Random random = new Random(7);
        private final TestClock clock = new TestClock(START);
        private final Map<Place, LiveDynamoDb> lives = new LinkedHashMap<>();
        private final PriorityQueue<Later> later = new PriorityQueue<>(Comparator.comparing(Later::at));
        private final Set<String> deleted = new HashSet<>();
        /** What is told of by an event that comes, and since when. */
        private final Map<String, Instant> told = new HashMap<>();
        private final CoverageTable coverage;
        private final BackupCatalog catalog;
        private final KnownBackups known;
        private final EventRecorder events;
        private final Sweeper sweeper;
        private final AccountId own = account(1);
        private final AccountId denying = account(2);
        private final AccountId leaving = account(3);

        private int ids;
        private int created;
        private int lost;
        private int doubled;
        private int ticks;
        private int visits;
        private long recorded;
        private Duration longestLag = Duration.ZERO;

        Organization(LocalDatabase database) {
            CaptureTables tables = CaptureTables.create(database, 0);
            coverage = new CoverageTable(database.client(), tables.coverage());
            catalog = new BackupCatalog(database.client(), tables.backups(), Duration.ofMinutes(1), clock,
                    OrganizationTest::unreadable);
            known = new KnownBackups(database.client(), tables.backups(), clock, OrganizationTest::unreadable);
            BackupRecorder recorder = new BackupRecorder(database.client(), tables.backups(), Optional.empty(), clock);
            events = new EventRecorder(recorder, coverage, clock);
            sweeper = new Sweeper(coverage, known, recorder, this::live, clock, INTERVAL);
            for (int i = 1; i <= ACCOUNTS; i++) {
                for (String region : NAMES.subList(0, REGIONS)) {
                    lives.put(new Place(account(i), region), new LiveDynamoDb(clock, 100));
                }
            }
        }

        private static AccountId account(int number) {
            return AccountId.parse(String.format(Locale.ROOT, "%012d", number));
        }

        private LiveDynamoDb live(Place place) {
            return Objects.requireNonNull(lives.get(place));
        }

        /** The backups of the time before; some places have many, some none. Then every place announces itself. */
        void join() {
            List<Place> places = List.copyOf(lives.keySet());
            for (int i = 0; i < BACKUPS; i++) {
                Place place = places.get((int) (places.size() * Math.pow(random.nextDouble(), 2)));
                put(place, START.minus(Duration.ofMinutes(10 + random.nextInt(400_000))), BackupType.USER,
                        BackupStatus.AVAILABLE);
            }
            heartbeats(places.stream());
        }

        private void heartbeats(Stream<Place> places) {
            places.forEach(place -> events.record(new BackupEvent.Heartbeat(place)));
        }

        void live() {
            Instant end = START.plus(DAY);
            later.add(new Later(START.plus(DAY.dividedBy(4)), () -> close(denying)));
            later.add(new Later(START.plus(DAY.dividedBy(2)), () -> close(leaving)));
            Instant checked = START;
            while (clock.instant().isBefore(end)) {
                change();
                tick();
                if (clock.instant().isAfter(checked.plus(INTERVAL))) {
                    checked = clock.instant();
                    assertNoLivingBackupIsDeclaredDeleted();
                }
            }
        }

        private void close(AccountId account) {
            lives.forEach((place, live) -> {
                if (place.account().equals(account)) {
                    live.fail(call -> {
                        throw LiveDynamoDb.error("Sts", "AccessDenied");
                    });
                }
            });
        }

        private boolean hasLeft(Place place) {
            return place.account().equals(leaving) && !clock.instant().isBefore(START.plus(DAY.dividedBy(2)));
        }

        /** What happens between two ticks. Who has left goes on without us. */
        private void change() {
            List<Place> places = lives.keySet().stream().filter(place -> !hasLeft(place)).toList();
            for (int i = 0; i < Math.max(1, places.size() / 10); i++) {
                Place place = places.get(random.nextInt(places.size()));
                switch (random.nextInt(4)) {
                    case 0, 1 -> create(place);
                    case 2 -> delete(place);
                    default -> deleteTable(place);
                }
            }
        }

        private void create(Place place) {
            BackupDescription backup = put(place, clock.instant(), BackupType.USER, BackupStatus.CREATING);
            created++;
            String arn = backup.backupDetails().backupArn();
            later.add(new Later(clock.instant().plusSeconds(random.nextInt(600)), () -> finish(place, arn)));
            tell(arn, new BackupEvent.Seen(Observation.seen(
                    BackupDescription.builder().backupDetails(backup.backupDetails()).build(), clock.instant())));
        }

        private void finish(Place place, String arn) {
            BackupDescription backup = live(place).backups().get(arn);
            if (backup != null) {
                live(place).put(backup.toBuilder().backupDetails(
                        backup.backupDetails().toBuilder().backupStatus(BackupStatus.AVAILABLE).build()).build());
            }
        }

        private void delete(Place place) {
            List<String> arns = live(place).backups().keySet().stream().sorted().toList();
            if (!arns.isEmpty()) {
                String arn = arns.get(random.nextInt(arns.size()));
                live(place).backups().remove(arn);
                deleted.add(arn);
                tell(arn, new BackupEvent.Seen(Observation.deleted(BackupArn.parse(arn), clock.instant(),
                        Optional.empty(), Optional.of("arn:aws:iam::111122223333:role/janitor"))));
            }
        }

        private void deleteTable(Place place) {
            put(place, clock.instant(), BackupType.SYSTEM, BackupStatus.AVAILABLE);
            created++;
            tell("", new BackupEvent.Changed(Set.of(place)));
        }

        /** Of ten events one is lost, and one comes twice. */
        private void tell(String arn, BackupEvent event) {
            int fate = random.nextInt(10);
            Instant at = clock.instant().plusSeconds(random.nextInt(60));
            if (fate == 0) {
                lost++;
                told.remove(arn);
                return;
            }
            if (!arn.isEmpty()) {
                told.put(arn, clock.instant());
            }
            later.add(new Later(at, () -> events.record(event)));
            if (fate == 1) {
                doubled++;
                later.add(new Later(at.plusSeconds(random.nextInt(1000)), () -> events.record(event)));
            }
        }

        private BackupDescription put(Place place, Instant at, BackupType type, BackupStatus status) {
            String table = new TableArn(place, "Table" + ids % 10).toString();
            String arn = String.format(Locale.ROOT, "%s/backup/%014d-%08x", table, at.toEpochMilli() + ids % 1000,
                    ++ids);
            Instant created = Instant.ofEpochMilli(at.toEpochMilli() + (ids - 1) % 1000);
            BackupDetails details = BackupDetails.builder().backupArn(arn).backupName("nightly").backupType(type)
                    .backupStatus(status).backupSizeBytes(1L).backupCreationDateTime(created)
                    .backupExpiryDateTime(type == BackupType.SYSTEM ? at.plus(Duration.ofDays(35)) : null).build();
            BackupDescription backup = BackupDescription.builder().backupDetails(details)
                    .sourceTableDetails(source -> source.tableName(table.substring(table.indexOf('/') + 1))
                            .tableArn(table).tableId("a-table").keySchema(KeySchemaElement.builder()
                                    .attributeName("Artist").keyType(KeyType.HASH).build()))
                    .build();
            live(place).put(backup);
            return backup;
        }

        private void tick() {
            Instant next = clock.instant().plus(TICK);
            while (!later.isEmpty() && !later.element().at().isAfter(clock.instant())) {
                later.remove().what().run();
            }
            Tick tick = sweeper.tick(List.of(lives.keySet().iterator().next()), clock.instant().plus(WORK))
                    .orElseThrow();
            tick.visits().forEach(visit -> assertTrue(visit.failure() == null, () -> visit.toString()));
            ticks++;
            visits += tick.visits().size();
            recorded += tick.sum(Counts::recorded);
            measureLags();
            if (clock.instant().isBefore(next)) {
                clock.sleep(Duration.between(clock.instant(), next));
            }
        }

        /** How long after it happened the catalogue knows what an event told. */
        private void measureLags() {
            told.entrySet().removeIf(each -> {
                boolean isThere = catalog.find(BackupArn.parse(each.getKey()))
                        .filter(backup -> backup.isGone() == deleted.contains(each.getKey())).isPresent();
                Duration lag = Duration.between(each.getValue(), clock.instant());
                longestLag = isThere && lag.compareTo(longestLag) > 0 ? lag : longestLag;
                return isThere;
            });
        }

        /** The denying member lets the catalogue in again, and a day later nothing is left to do. */
        void settle() {
            while (!later.isEmpty()) {
                clock.sleep(TICK);
                tick();
            }
            lives.keySet().stream().filter(place -> place.account().equals(denying))
                    .forEach(place -> live(place).fail(call -> {}));
            clock.sleep(Duration.ofHours(25));
            heartbeats(lives.keySet().stream().filter(place -> !hasLeft(place)));
            for (int i = 0; i < 10; i++) {
                tick();
            }
        }

        private List<KnownBackup> living(Place place) {
            return known.living(place, Instant.EPOCH, clock.instant().plus(Duration.ofDays(1))).toList();
        }

        private void assertNoLivingBackupIsDeclaredDeleted() {
            lives.forEach((place, live) -> {
                Set<String> alive = new HashSet<>();
                living(place).forEach(backup -> alive.add(backup.arn().text()));
                live.backups().keySet().stream().filter(arn -> !alive.contains(arn)).map(BackupArn::parse)
                        .forEach(arn -> assertTrue(catalog.find(arn).filter(Backup::isGone).isEmpty(), arn::text));
            });
        }

        void assertAllIsKnown() {
            assertNoLivingBackupIsDeclaredDeleted();
            lives.forEach((place, live) -> {
                if (!hasLeft(place)) {
                    live.backups().values().forEach(backup -> assertEquals(Optional.of(new Backup(backup, null)),
                            catalog.find(BackupArn.parse(backup.backupDetails().backupArn()))));
                    assertEquals(live.backups().size(), living(place).size(), place::toString);
                }
            });
            assertEquals(Map.of(), told);
            assertTrue(longestLag.compareTo(Duration.ofMinutes(5)) <= 0 || ACCOUNTS * REGIONS > 128,
                    longestLag::toString);
        }

        void assertTheBudgetWasKept() {
            lives.forEach((place, live) -> {
                assertTrue(live.mostInASecond("ListBackups") <= 1, place::toString);
                assertTrue(live.mostInASecond("DescribeBackup") <= 2, place::toString);
            });
        }

        void assertWhoLeftIsSilent() {
            clock.sleep(Duration.ofHours(30));
            heartbeats(lives.keySet().stream().filter(place -> !hasLeft(place)));
            Tick tick = sweeper.tick(List.of(), clock.instant().plus(WORK)).orElseThrow();
            assertEquals(REGIONS, tick.silent().size());
            lives.keySet().stream().filter(this::hasLeft).forEach(place -> assertEquals("role-denied",
                    coverage.ofAccount(place.account()).stream().filter(each -> each.place().equals(place))
                            .map(each -> Objects.requireNonNull(each.problem()).kind()).findFirst().orElseThrow()));
        }

        private long calls(String operation) {
            return lives.values().stream().flatMap(live -> live.calls().stream())
                    .filter(call -> call.operation().equals(operation)).count();
        }

        void print(Duration took) {
            System.out.printf(Locale.ROOT,
                    """
                            An organisation of %d accounts x %d Regions with %d backups, own account %s, %d hours and a day:
                              created %d, deleted %d, events lost %d, events doubled %d
                              ticks %d, visits %d, ListBackups %d, DescribeBackup %d, items written by sweeps %d
                              longest from a change to the catalogue, if an event told: %d s
                              took %.1f s
                            """,
                    ACCOUNTS, REGIONS, BACKUPS, own, DAY.toHours(), created, deleted.size(), lost, doubled, ticks,
                    visits, calls("ListBackups"), calls("DescribeBackup"), recorded, longestLag.toSeconds(),
                    took.toMillis() / 1000.0);
        }
    }
}
