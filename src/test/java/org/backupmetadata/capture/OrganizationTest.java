package org.backupmetadata.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.backupmetadata.capture.SimulatedPlace.Denial;
import org.backupmetadata.catalog.Backup;
import org.backupmetadata.catalog.BackupCatalog;
import org.backupmetadata.catalog.BackupRecorder;
import org.backupmetadata.catalog.Coverage;
import org.backupmetadata.catalog.Coverage.Counts;
import org.backupmetadata.catalog.Coverage.Problem;
import org.backupmetadata.catalog.CoverageTable;
import org.backupmetadata.catalog.DeletionReason;
import org.backupmetadata.catalog.KnownBackups;
import org.backupmetadata.catalog.Observation;
import org.backupmetadata.catalog.UnreadableItemException;
import org.backupmetadata.local.LocalDatabase;
import org.backupmetadata.model.AccountId;
import org.backupmetadata.model.BackupArn;
import org.backupmetadata.model.Place;
import org.backupmetadata.model.TableArn;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BackupDescription;
import software.amazon.awssdk.services.dynamodb.model.BackupDetails;
import software.amazon.awssdk.services.dynamodb.model.BackupStatus;
import software.amazon.awssdk.services.dynamodb.model.BackupType;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.SourceTableDetails;

/**
 * Some hours of an organisation, in simulated time: backups and recovery points are created, copied and deleted in
 * every account and Region, tables with backups are deleted, lifecycles end, events are lost and doubled, three members
 * deny something for a while, and one leaves. The tables are real ones. DynamoDB of the accounts is
 * {@link LiveDynamoDb}; AWS Backup of them is {@link StandInAwsBackup}, which the real client reads over HTTP. Prints
 * what it took.
 *
 * <p>{@code -Dorganization=40x5 -Dbackups=20000 -Dhours=24} makes it larger: accounts, Regions, and backups at the
 * start. Of more than 20,000 backups every one is compared as lists have it, and one in ten as a whole.
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
    private static final Instant END = START.plus(DAY);
    private static final Duration TICK = Duration.ofMinutes(2);
    private static final Duration WORK = Duration.ofSeconds(270);
    private static final Duration INTERVAL = Duration.ofHours(1);

    /** How long after it lets the catalogue in again an account may not have been asked yet. */
    private static final Duration PATIENCE = Duration.ofMinutes(70);

    /** Up to so many backups every one is compared as a whole at the end. */
    private static final int FEW = 20_000;

    @Test
    void allThatMembersLetBeReadIsKnownAndNothingFalseIsSaid() throws IOException, InterruptedException {
        long began = System.nanoTime();
        try (LocalDatabase database = LocalDatabase.start(); StandInAwsBackups awsBackup = StandInAwsBackups.start()) {
            Organization organization = new Organization(database, awsBackup);
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

    /** The accounts, the catalogue of them, and the time of all. */
    private static final class Organization {

        private final Random random = new Random(7);
        private final SimulatedClock clock = new SimulatedClock(START);
        private final Map<Place, SimulatedPlace> places = new LinkedHashMap<>();
        private final List<SimulatedPlace> members;
        private final Map<String, SimulatedPlace> deleted = new LinkedHashMap<>();
        private final OpenChanges changes = new OpenChanges();
        /** What accounts deny, until they have been asked again. */
        private final Map<AccountId, Denial> denying = new HashMap<>();
        private final Map<Place, Instant> began = new ConcurrentHashMap<>();
        private final Set<String> written = ConcurrentHashMap.newKeySet();
        private final List<String> falsities = Collections.synchronizedList(new ArrayList<>());
        private final AtomicLong tableCalls = new AtomicLong();
        private final CoverageTable coverage;
        private final BackupCatalog catalog;
        private final KnownBackups known;
        private final EventRecorder events;
        private final Sweeper sweeper;
        private final AccountId leaving = account(3);

        private int ids;
        private int created;
        private int copied;
        private int lost;
        private int doubled;
        private int ticks;
        private int visits;
        private int mostVisits;
        private long recorded;

        Organization(LocalDatabase database, StandInAwsBackups awsBackup) {
            CaptureTables tables = CaptureTables.create(database, 0);
            DynamoDbClient client = database.client(new Watch());
            coverage = new CoverageTable(client, tables.coverage());
            catalog = new BackupCatalog(database.client(), tables.backups(), Duration.ofMinutes(1), clock,
                    OrganizationTest::unreadable);
            known = new KnownBackups(client, tables.backups(), clock, OrganizationTest::unreadable);
            BackupRecorder recorder = new BackupRecorder(client, tables.backups(), Optional.empty(), clock);
            events = new EventRecorder(recorder, coverage, clock);
            sweeper = new Sweeper(coverage, known, recorder, new Access(), clock, INTERVAL);
            for (int i = 1; i <= ACCOUNTS; i++) {
                for (String region : NAMES.subList(0, REGIONS)) {
                    Place place = new Place(account(i), region);
                    places.put(place, new SimulatedPlace(place, clock, awsBackup));
                }
            }
            members = new ArrayList<>(places.values());
        }

        private static AccountId account(int number) {
            return AccountId.parse(String.format(Locale.ROOT, "%012d", number));
        }

        private SimulatedPlace at(Place place) {
            return Objects.requireNonNull(places.get(place));
        }

        /** The sweeper's way to the accounts. Time passes only while its visits wait. */
        private final class Access implements LiveAccess {

            @Override
            public DynamoDbClient dynamoDb(Place place) {
                clock.work();
                began.put(place, clock.instant());
                return at(place).dynamoDb();
            }

            @Override
            public Optional<AwsBackupClient> awsBackup(Place place) {
                return Optional.of(at(place).awsBackup());
            }
        }

        /** Sees every write: no moment is missed at which the catalogue says something false. */
        private final class Watch implements ExecutionInterceptor {

            @Override
            public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
                tableCalls.incrementAndGet();
                if (context.request() instanceof PutItemRequest put) {
                    written(put.item());
                }
            }
        }

        private void written(Map<String, AttributeValue> item) {
            String arn = member(item, "BackupArn").s();
            Map<String, AttributeValue> details = member(member(item, "BackupDescription").m(), "BackupDetails").m();
            boolean isDeleted = member(details, "BackupStatus").s().equals("DELETED");
            SimulatedPlace place = at(BackupArn.parse(arn).place());
            boolean isSwept = isDeleted
                    && member(item, "DeletionReason").s().equals(DeletionReason.SWEPT.text());
            if ((isDeleted && place.all().containsKey(arn)) || (isSwept && hasLeft(place.place()))) {
                falsities.add(arn);
            }
            written.add(arn);
            synchronized (changes) {
                changes.known(arn, isDeleted, clock.instant());
            }
        }

        private static AttributeValue member(Map<String, AttributeValue> map, String name) {
            return Objects.requireNonNull(map.get(name), name);
        }

        // -- What happens -------------------------------------------------------------------------------------------

        /** The backups of the time before; some places have many, some none. Then every place announces itself. */
        void join() {
            for (int i = 0; i < BACKUPS; i++) {
                SimulatedPlace place = members.get((int) (members.size() * Math.pow(random.nextDouble(), 2)));
                Instant at = START.minus(Duration.ofMinutes(10 + random.nextInt(400_000)));
                if (i % 5 > 0) {
                    place.put(backup(place, at, BackupType.USER, BackupStatus.AVAILABLE));
                } else {
                    BackupDescription point = recoveryPoint(place, at, BackupStatus.AVAILABLE);
                    place.put(point);
                    if (i % 3 == 0) {
                        endLifecycle(place, point);
                    }
                }
            }
            heartbeats();
        }

        /** Some time of the day the lifecycle ends; then most recovery points are deleted, and one in ten cannot be. */
        private void endLifecycle(SimulatedPlace place, BackupDescription point) {
            Instant deleteAt = START.plusSeconds(random.nextLong(DAY.toSeconds()));
            place.put(point.toBuilder().backupDetails(
                    point.backupDetails().toBuilder().backupExpiryDateTime(deleteAt).build()).build());
            String arn = point.backupDetails().backupArn();
            boolean isRetained = random.nextInt(10) == 0;
            clock.plan(deleteAt.plusSeconds(random.nextInt(1800)), () -> {
                if (isRetained) {
                    place.retain(arn);
                } else {
                    remove(place, arn, null);
                }
            });
        }

        private void heartbeats() {
            members.forEach(place -> events.record(new BackupEvent.Heartbeat(place.place())));
        }

        void live() throws InterruptedException {
            denies(account(2), Denial.ROLE, DAY.dividedBy(4), DAY);
            denies(account(4), Denial.AWS_BACKUP, DAY.dividedBy(8), DAY.dividedBy(2));
            denies(account(5), Denial.DESCRIPTIONS, DAY.dividedBy(3), DAY.multipliedBy(3).dividedBy(4));
            clock.plan(START.plus(DAY.dividedBy(2)), this::leave);
            for (Instant from = START; from.isBefore(END); from = from.plus(TICK)) {
                for (int i = 0; i < Math.max(2, places.size() / 10); i++) {
                    clock.plan(from.plusSeconds(random.nextLong(TICK.toSeconds())), this::change);
                }
            }
            while (clock.instant().isBefore(END)) {
                tick();
            }
        }

        private void denies(AccountId account, Denial what, Duration from, Duration until) {
            clock.plan(START.plus(from), () -> {
                denying.put(account, what);
                changes.hinder(place -> place.account().equals(account), what == Denial.AWS_BACKUP);
                members.stream().filter(place -> place.place().account().equals(account)).forEach(place -> {
                    place.deny(what);
                    created(place, backup(place, clock.instant(), BackupType.USER, BackupStatus.AVAILABLE), true);
                });
            });
            clock.plan(START.plus(until), () -> {
                assertItIsSaid(account, what);
                members.stream().filter(place -> place.place().account().equals(account))
                        .forEach(SimulatedPlace::letIn);
            });
            clock.plan(START.plus(until).plus(PATIENCE), () -> denying.remove(account));
        }

        private boolean canBeRead(Place place, boolean isOfAwsBackup) {
            Denial denial = denying.get(place.account());
            return denial == null || (denial == Denial.AWS_BACKUP && !isOfAwsBackup);
        }

        /** The account is closed, and everything in it is lost. */
        private void leave() {
            members.removeIf(place -> hasLeft(place.place()));
            changes.forget(this::hasLeft);
            places.values().stream().filter(place -> hasLeft(place.place())).forEach(place -> {
                place.deny(Denial.ROLE);
                List.copyOf(place.all().keySet()).forEach(place::remove);
            });
        }

        private boolean hasLeft(Place place) {
            return place.account().equals(leaving) && !clock.instant().isBefore(START.plus(DAY.dividedBy(2)));
        }

        private void change() {
            SimulatedPlace place = members.get(random.nextInt(members.size()));
            switch (random.nextInt(10)) {
                case 0, 1, 2 -> create(place, backup(place, clock.instant(), BackupType.USER, BackupStatus.CREATING));
                case 3, 4 -> any(place, false).ifPresent(backup -> delete(place, backup));
                case 5 -> deleteTable(place);
                case 6, 7 -> backUp(place);
                case 8 -> any(place, true).ifPresent(point -> copy(place, point));
                default -> any(place, true).ifPresent(point -> deletePoint(place, point));
            }
        }

        private Optional<BackupDescription> any(SimulatedPlace place, boolean ofAwsBackup) {
            List<BackupDescription> all = place.all(ofAwsBackup).toList();
            return all.isEmpty() ? Optional.empty() : Optional.of(all.get(random.nextInt(all.size())));
        }

        private void create(SimulatedPlace place, BackupDescription backup) {
            created(place, backup, random.nextInt(10) > 0);
            finishSoon(place, backup);
        }

        private void created(SimulatedPlace place, BackupDescription backup, boolean isTold) {
            BackupDetails details = backup.backupDetails();
            place.put(backup);
            created++;
            BackupEvent event = new BackupEvent.Seen(Observation
                    .seen(BackupDescription.builder().backupDetails(details).build(), clock.instant()));
            changes.created(place.place(), details.backupArn(), false, details.backupCreationDateTime(),
                    tell(isTold, () -> events.record(event)), !canBeRead(place.place(), false));
        }

        private void finishSoon(SimulatedPlace place, BackupDescription backup) {
            clock.plan(clock.instant().plusSeconds(random.nextInt(600)),
                    () -> place.finish(backup.backupDetails().backupArn()));
        }

        private void delete(SimulatedPlace place, BackupDescription backup) {
            String arn = backup.backupDetails().backupArn();
            BackupEvent event = new BackupEvent.Seen(Observation.deleted(BackupArn.parse(arn), clock.instant(),
                    Optional.empty(), Optional.of("arn:aws:iam::111122223333:role/janitor")));
            remove(place, arn, tell(random.nextInt(10) > 0, () -> events.record(event)));
        }

        /** Lists may lack the youngest backups, so what an event of a table makes known in time is not known. */
        private void deleteTable(SimulatedPlace place) {
            BackupDescription backup = backup(place, clock.instant(), BackupType.SYSTEM, BackupStatus.AVAILABLE);
            place.put(backup);
            created++;
            tell(random.nextInt(10) > 0, () -> events.record(new BackupEvent.Changed(Set.of(place.place()))));
            changes.created(place.place(), backup.backupDetails().backupArn(), false,
                    backup.backupDetails().backupCreationDateTime(), null, !canBeRead(place.place(), false));
        }

        private void backUp(SimulatedPlace place) {
            BackupDescription point = recoveryPoint(place, clock.instant(), BackupStatus.CREATING);
            putPoint(place, point, tellOf(place, "recovery-point", ""));
            finishSoon(place, point);
        }

        private void putPoint(SimulatedPlace place, BackupDescription point, @Nullable Instant toldAt) {
            place.put(point);
            created++;
            changes.created(place.place(), point.backupDetails().backupArn(), true, clock.instant(),
                    toldAt, !canBeRead(place.place(), true));
        }

        /** Arrives in another Region or account some minutes later. */
        private void copy(SimulatedPlace place, BackupDescription point) {
            SimulatedPlace to = members.get(random.nextInt(members.size()));
            clock.plan(clock.instant().plusSeconds(random.nextInt(600)), () -> {
                if (hasLeft(to.place()) || hasLeft(place.place())) {
                    return;
                }
                BackupDescription copy = ownForm(to, clock.instant(), BackupStatus.AVAILABLE,
                        point.sourceTableDetails());
                String arn = copy.backupDetails().backupArn();
                Instant toldAt = tellOf(place, "copy-job", arn);
                putPoint(to, copy, to.place().account().equals(place.place().account())
                        ? toldAt
                        : tellOf(to, "copy-job", arn));
                copied++;
            });
        }

        /** That vaults lack one of the last minutes proves nothing, so an event makes its deletion known no sooner. */
        private void deletePoint(SimulatedPlace place, BackupDescription point) {
            boolean isYoung = point.backupDetails().backupCreationDateTime()
                    .isAfter(clock.instant().minus(Visit.SETTLING));
            Instant toldAt = tellOf(place, "recovery-point-deleting", "");
            remove(place, point.backupDetails().backupArn(), isYoung ? null : toldAt);
        }

        private void remove(SimulatedPlace place, String arn, @Nullable Instant toldAt) {
            BackupDescription backup = place.all().get(arn);
            if (backup != null) {
                place.remove(arn);
                boolean isOfAwsBackup = SimulatedPlace.isOfAwsBackup(backup);
                deleted.put(arn, place);
                changes.deleted(place.place(), arn, isOfAwsBackup, clock.instant(), toldAt,
                        !canBeRead(place.place(), isOfAwsBackup));
            }
        }

        /** An event of AWS Backup of that place, perhaps about a copy that arrived. Returns when it comes, or null. */
        private @Nullable Instant tellOf(SimulatedPlace place, String event, String destination) {
            String json = EventFiles.changed(event, each -> {
                each.put("account", place.place().account().toString()).put("region", place.place().region());
                if (!destination.isEmpty()) {
                    ((ObjectNode) each.get("detail")).put("destinationRecoveryPointArn", destination);
                }
            });
            return tell(random.nextInt(10) > 0, () -> events.record(json));
        }

        /** Within a minute the event comes, if it comes, and of ten one comes twice. Returns when, or null. */
        private @Nullable Instant tell(boolean comes, Runnable event) {
            Instant at = clock.instant().plusSeconds(random.nextInt(60));
            if (!comes) {
                lost++;
                return null;
            }
            clock.plan(at, event);
            if (random.nextInt(10) == 0) {
                doubled++;
                clock.plan(at.plusSeconds(random.nextInt(1000)), event);
            }
            return at;
        }

        private BackupDescription backup(SimulatedPlace place, Instant at, BackupType type, BackupStatus status) {
            String table = tableArn(place);
            Instant created = at.plusMillis(ids % 1000);
            BackupDetails details = BackupDetails.builder().backupArn(dynamoDbForm(table, created))
                    .backupName("nightly")
                    .backupType(type).backupStatus(status).backupSizeBytes(1L).backupCreationDateTime(created)
                    .backupExpiryDateTime(type == BackupType.SYSTEM ? at.plus(Duration.ofDays(35)) : null).build();
            return BackupDescription.builder().backupDetails(details).sourceTableDetails(described(table)).build();
        }

        private static SourceTableDetails described(String table) {
            return named(table).toBuilder().tableId("a-table")
                    .keySchema(KeySchemaElement.builder().attributeName("Artist").keyType(KeyType.HASH).build())
                    .build();
        }

        private static SourceTableDetails named(String table) {
            return SourceTableDetails.builder().tableName(table.substring(table.indexOf('/') + 1)).tableArn(table)
                    .build();
        }

        private String tableArn(SimulatedPlace place) {
            return new TableArn(place.place(), "Table" + ids % 10).toString();
        }

        private String dynamoDbForm(String table, Instant created) {
            return String.format(Locale.ROOT, "%s/backup/%014d-%08x", table, created.toEpochMilli(), ++ids);
        }

        /** In the one form or the other. */
        private BackupDescription recoveryPoint(SimulatedPlace place, Instant at, BackupStatus status) {
            String table = tableArn(place);
            Instant created = at.truncatedTo(ChronoUnit.SECONDS);
            return ids % 2 == 0
                    ? ownForm(place, created, status, named(table))
                    : recoveryPoint(dynamoDbForm(table, created), created, status, described(table));
        }

        /** AWS Backup says no more of the table than its name. */
        private BackupDescription ownForm(SimulatedPlace place, Instant at, BackupStatus status,
                SourceTableDetails table) {
            String arn = String.format(Locale.ROOT, "arn:aws:backup:%s:%s:recovery-point:%08x-0000-4000-8000-%012d",
                    place.place().region(), place.place().account(), ++ids, ids);
            return recoveryPoint(arn, at.truncatedTo(ChronoUnit.SECONDS), status,
                    named(Objects.requireNonNull(table.tableArn())));
        }

        private static BackupDescription recoveryPoint(String arn, Instant created, BackupStatus status,
                SourceTableDetails table) {
            return BackupDescription.builder()
                    .backupDetails(details -> details.backupArn(arn).backupType(BackupType.AWS_BACKUP)
                            .backupStatus(status).backupSizeBytes(1L).backupCreationDateTime(created)
                            .backupExpiryDateTime(created.plus(Duration.ofDays(500)).truncatedTo(ChronoUnit.SECONDS)))
                    .sourceTableDetails(table).build();
        }

        // -- Ticks --------------------------------------------------------------------------------------------------

        private void tick() throws InterruptedException {
            Instant next = clock.instant().plus(TICK);
            Tick tick = sweeper.tick(List.of(places.keySet().iterator().next()), clock.instant().plus(WORK))
                    .orElseThrow();
            tick.visits().forEach(visit -> assertTrue(visit.failure() == null, visit::toString));
            assertEquals(List.of(), falsities);
            assertEquals(List.of(), tick.visits().stream().map(visit -> Objects.requireNonNull(visit.after()))
                    .filter(this::hasOddProblem).toList());
            ticks++;
            visits += tick.visits().size();
            mostVisits = Math.max(mostVisits, tick.visits().size());
            recorded += tick.sum(Counts::recorded);
            changes.assertInTime(tick, began, clock.instant(), this::isBelieved);
            if (clock.instant().isBefore(next)) {
                clock.sleep(Duration.between(clock.instant(), next));
            }
        }

        /** What one member denies costs no other anything. */
        private boolean hasOddProblem(Coverage after) {
            return (after.problem() != null && !hasLeft(after.place()) && canBeRead(after.place(), false))
                    || (after.recoveryPoints().problem() != null && !hasLeft(after.place())
                            && canBeRead(after.place(), true));
        }

        private boolean isBelieved(String arn) {
            return catalog.find(BackupArn.parse(arn)).filter(backup -> !backup.isGone()).isPresent();
        }

        /** All let the catalogue in again, some more walks are made, and a day later nothing is left to do. */
        void settle() throws InterruptedException {
            Instant quiet = END.plus(INTERVAL.multipliedBy(3));
            while (clock.hasPlans() || clock.instant().isBefore(quiet)) {
                tick();
            }
            clock.sleep(Duration.ofHours(25));
            heartbeats();
            Instant from = clock.instant().minus(Duration.ofMinutes(10));
            for (int i = 0; i < 100 && !isAllProven(from); i++) {
                tick();
            }
            assertTrue(isAllProven(from), () -> coverage.all().toString());
        }

        private boolean isAllProven(Instant from) {
            return coverage.all().stream().filter(each -> !hasLeft(each.place()))
                    .allMatch(each -> each.problem() == null && each.counts().undescribed() == 0
                            && isAfter(each.proof().completeAt(), from) && isAfter(each.proof().deletionsAt(), from)
                            && isAfter(each.recoveryPoints().at(), from));
        }

        private static boolean isAfter(@Nullable Instant time, Instant from) {
            return time != null && time.isAfter(from);
        }

        // -- What must be so ----------------------------------------------------------------------------------------

        private void assertItIsSaid(AccountId account, Denial what) {
            List<Coverage> all = coverage.ofAccount(account);
            assertEquals(REGIONS, all.size());
            all.forEach(each -> assertTrue(switch (what) {
                case ROLE -> isKind(Problem.ROLE_DENIED, each.problem());
                case AWS_BACKUP -> isKind(Problem.DENIED, each.recoveryPoints().problem()) && each.problem() == null;
                case DESCRIPTIONS -> isKind(Problem.DENIED, each.problem()) || each.counts().undescribed() > 0;
            }, () -> what + " " + each));
        }

        private static boolean isKind(String kind, @Nullable Problem problem) {
            return problem != null && problem.kind().equals(kind);
        }

        void assertAllIsKnown() {
            for (SimulatedPlace place : members) {
                assertEquals(place.all().keySet(), known.living(place.place(), Instant.EPOCH,
                        clock.instant().plus(Duration.ofDays(1))).map(each -> each.arn().text())
                        .collect(Collectors.toSet()));
                place.all().values().stream().filter(each -> isCompared(each.backupDetails().backupArn()))
                        .forEach(each -> assertEquals(Optional.of(new Backup(each, null)),
                                catalog.find(BackupArn.parse(each.backupDetails().backupArn()))));
            }
            deleted.forEach((arn, place) -> {
                if (isCompared(arn) && !hasLeft(place.place())) {
                    assertEquals(written.contains(arn),
                            catalog.find(BackupArn.parse(arn)).filter(Backup::isGone).isPresent(), arn);
                }
            });
            assertEquals(0, changes.size());
        }

        private static boolean isCompared(String arn) {
            return BACKUPS <= FEW || arn.hashCode() % 10 == 0;
        }

        void assertTheBudgetWasKept() {
            places.values().forEach(place -> assertTrue(place.isWithinBudget(), place::toString));
        }

        void assertWhoLeftIsSilent() throws InterruptedException {
            clock.sleep(Duration.ofHours(30));
            heartbeats();
            Tick tick = sweeper.tick(List.of(), clock.instant().plus(WORK)).orElseThrow();
            assertEquals(REGIONS, tick.silent().size());
            assertItIsSaid(leaving, Denial.ROLE);
        }

        private long sum(ToLongFunction<SimulatedPlace> count) {
            return places.values().stream().mapToLong(count).sum();
        }

        void print(Duration took) {
            System.out.printf(Locale.ROOT, """
                    An organisation of %d accounts x %d Regions with %,d backups, %d hours and a day:
                    | created, of those copies | %,d, %,d |
                    | deleted | %,d |
                    | events lost, doubled | %,d, %,d |
                    | ticks, visits, most in a tick | %,d, %,d, %,d |
                    | `ListBackups` | %,d |
                    | `DescribeBackup` | %,d |
                    | AWS Backup's lists | %,d |
                    | calls of the service's own tables | %,d |
                    | items written by sweeps | %,d |
                    | longest until the catalogue knew what an event told | %d s |
                    | longest until it knew what no event told (empty places are visited daily) | %d min |
                    | took, processor time without the database | %d s, %d s |
                    """, ACCOUNTS, REGIONS, BACKUPS, DAY.toHours(), created, copied, deleted.size(), lost, doubled,
                    ticks,
                    visits, mostVisits, sum(place -> place.calls("ListBackups")),
                    sum(place -> place.calls("DescribeBackup")),
                    sum(SimulatedPlace::awsBackupCalls), tableCalls.get(), recorded, changes.longestTold().toSeconds(),
                    changes.longestUntold().toMinutes(), took.toSeconds(),
                    ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toSeconds());
        }
    }
}
