package org.backupmetadata.capture;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.backupmetadata.capture.AwsBackupClient.Page;
import org.backupmetadata.capture.LiveAccount.Answer;
import org.backupmetadata.catalog.Coverage;
import org.backupmetadata.catalog.DeletionReason;
import org.backupmetadata.catalog.KnownBackup;
import org.backupmetadata.catalog.KnownBackups;
import org.backupmetadata.catalog.Observation;
import org.backupmetadata.model.BackupArn;
import org.backupmetadata.model.Place;
import org.backupmetadata.model.TableArn;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.BackupDescription;
import software.amazon.awssdk.services.dynamodb.model.BackupDetails;
import software.amazon.awssdk.services.dynamodb.model.BackupSummary;

/**
 * The part of a visit that compares AWS Backup's recovery points of tables with the catalogue, in windows of creation
 * times that are as wide as the catalogue knows recovery points. A comparison that is cut off goes on in the next
 * visit.
 *
 * <p>When it ends, every vault was listed to its end, everything in it that names a recovery point was recorded, and
 * every recovery point that the catalogue believed to exist and no vault had was looked for among those of its table.
 * Only one that is missing there, too, or whose lifecycle has ended is recorded as deleted. What AWS Backup refuses, or
 * lists without a name, keeps nothing else from being recorded, but then nothing is proven; and where a vault is
 * refused, no absence counts.
 */
final class VaultVisit {

    /** AWS Backup's time of creation may differ by less from the one in an ARN of DynamoDB's own. */
    private static final Duration MARGIN = Duration.ofDays(1);

    /** While events keep coming, comparisons take at most this part of the time. */
    private static final int SHARE = 5;

    private final Coverage before;
    private final Place place;
    private final LiveAccount live;
    private final KnownBackups known;
    private final Consumer<Observation> recorder;
    private final SweepClock clock;
    private final Instant start;
    private final Instant until;
    private final int most;

    private Coverage.Walk walk;
    private boolean isOver;
    private @Nullable String refused;
    private long swept;

    /**
     * A comparison that begins or goes on now.
     *
     * @param start when the visit began
     * @param until no call is made at this time or later
     * @param most how many recovery points a window has at most, as far as the catalogue knows them
     */
    VaultVisit(Coverage before, LiveAccount live, KnownBackups known, Consumer<Observation> recorder, SweepClock clock,
            Instant start, Instant until, int most) {
        this.before = before;
        this.place = before.place();
        this.live = live;
        this.known = known;
        this.recorder = recorder;
        this.clock = clock;
        this.start = start;
        this.until = until;
        this.most = most;
        Coverage.RecoveryPoints points = before.recoveryPoints();
        Coverage.Walk begun = points.walk();
        Coverage.Problem problem = points.problem();
        this.walk = begun != null ? begun : new Coverage.Walk(clock.instant(), Instant.EPOCH, 0, 0);
        this.refused = begun != null && problem != null && problem.isPartial() ? problem.kind() : null;
    }

    /**
     * Whether a place has to be visited for its recovery points before its interval is over: to go on, to ask again for
     * what was refused, or because an event came. The larger a place is, the longer it waits after an event.
     */
    static boolean isDue(Coverage place, Instant now) {
        Coverage.RecoveryPoints points = place.recoveryPoints();
        Coverage.Problem problem = points.problem();
        if (problem != null && problem.endedTheVisit()) {
            return Sweeper.hasWaited(problem, now) || (problem.isPartial() && hasNews(place, now));
        }
        return points.walk() != null || hasNews(place, now);
    }

    private static boolean hasNews(Coverage place, Instant now) {
        Instant last = lastAt(place.recoveryPoints());
        Instant newsAt = place.heard().newsAt();
        return last != null && newsAt != null && newsAt.isAfter(last.minus(Sweeper.CLOCK_SKEW))
                && !last.plus(place.recoveryPoints().took().multipliedBy(SHARE)).isAfter(now);
    }

    /** When the last comparison began, or null if there was none. */
    static @Nullable Instant lastAt(Coverage.RecoveryPoints points) {
        if (points.problem() != null) {
            return points.problem().at();
        }
        return points.at() == null ? null : points.at().plus(Visit.SETTLING);
    }

    /** Makes the comparison as far as the time allows. Returns what is proven then. */
    Coverage.RecoveryPoints make() {
        Coverage.RecoveryPoints last = before.recoveryPoints();
        try {
            List<String> vaults = vaults();
            while (!isOver) {
                step(vaults);
            }
        } catch (OutOfTimeException e) {
            return new Coverage.RecoveryPoints(last.at(), last.living(), refused == null ? null : problem(refused),
                    walk, last.took());
        } catch (LiveException e) {
            // Coverage has one problem, and a walk in which something was refused must not seem to be one in which nothing was.
            return new Coverage.RecoveryPoints(last.at(), last.living(), problem(e.problem()),
                    refused == null && walk.cursor().isAfter(Instant.EPOCH) ? walk : null, last.took());
        }
        Duration took = Duration.between(walk.startedAt(), clock.instant()).truncatedTo(ChronoUnit.SECONDS);
        String open = refused != null ? refused : walk.unreadable() > 0 ? Coverage.Problem.UNREADABLE : null;
        return new Coverage.RecoveryPoints(open == null ? walk.startedAt().minus(Visit.SETTLING) : last.at(),
                walk.living(), open == null ? null : problem(open), null, took);
    }

    private Coverage.Problem problem(String kind) {
        Coverage.Problem last = before.recoveryPoints().problem();
        return new Coverage.Problem(kind, last != null && last.kind().equals(kind) ? last.since() : start, start);
    }

    private void refuse(LiveException refusal, String part) {
        if (refused == null) {
            refused = Coverage.Problem.with(part, refusal.problem());
        }
    }

    private void requireTime() {
        if (!clock.instant().isBefore(until)) {
            throw new OutOfTimeException();
        }
    }

    private List<String> vaults() {
        List<String> names = new ArrayList<>();
        @Nullable
        String token = null;
        do {
            requireTime();
            Page<String> page = live.vaults(token).value();
            names.addAll(page.items());
            token = page.next();
        } while (token != null);
        return names;
    }

    /** Takes the comparison one window further. */
    private void step(List<String> vaults) {
        Comparison window = new Comparison(walk.cursor());
        window.make(vaults);
        Instant to = window.to;
        walk = new Coverage.Walk(walk.startedAt(), to == null ? walk.cursor() : to, walk.living() + window.living,
                walk.unreadable() + window.unreadable);
        isOver = to == null;
    }

    /** How many were found missing, other than at the end of their lifecycle. */
    long swept() {
        return swept;
    }

    /** The vaults' recovery points of one window, compared with the catalogue. */
    private final class Comparison {

        private final Instant began = clock.instant();
        private final Instant from;
        private final @Nullable Instant to;
        private final Map<String, KnownBackup> believed = new HashMap<>();
        private final Set<String> seen = new HashSet<>();
        private final Map<String, Set<String>> tables = new HashMap<>();
        private boolean isWhole = true;
        private long living;
        private long unreadable;

        Comparison(Instant from) {
            List<KnownBackup> first = known.recoveryPoints(place, from).limit(most + 1L).toList();
            Instant next = first.size() > most ? first.getLast().creationTime() : null;
            this.from = from;
            this.to = next == null || next.isAfter(from) ? next : from.plusMillis(1);
            first.stream().filter(each -> isIn(each.creationTime()))
                    .forEach(each -> believed.put(each.arn().text(), each));
        }

        private boolean isIn(Instant created) {
            return !created.isBefore(from) && (to == null || created.isBefore(to));
        }

        private Window asked() {
            return new Window(from.equals(Instant.EPOCH) ? from : from.minus(MARGIN).truncatedTo(ChronoUnit.SECONDS),
                    to == null ? null : to.plus(MARGIN).truncatedTo(ChronoUnit.SECONDS));
        }

        void make(List<String> vaults) {
            vaults.forEach(this::read);
            // Nobody knows whether AWS Backup finds recovery points here by a table of another place.
            if (isWhole
                    && believed.values().stream().anyMatch(each -> isToBeAskedFor(each) && isOfAnotherPlace(each))) {
                vaults.forEach(this::read);
            }
            if (isWhole) {
                believed.values().forEach(this::settle);
            } else {
                living += believed.size();
            }
        }

        private void read(String vault) {
            try {
                readPages(vault);
            } catch (LiveException e) {
                if (e.isNotFound()) {
                    return; // it was deleted after it was listed
                }
                if (!e.isOfTheQuestion()) {
                    throw e;
                }
                isWhole = false;
                refuse(e, "vault " + vault);
            }
        }

        private void readPages(String vault) {
            @Nullable
            String token = null;
            do {
                requireTime();
                Answer<Page<RecoveryPoint>> page = live.recoveryPoints(vault, asked(), token);
                page.value().items().forEach(point -> see(point, page.at()));
                token = page.value().next();
            } while (token != null);
        }

        /** One of another place is not this account's to tell of. */
        private void see(RecoveryPoint point, Instant at) {
            Optional<BackupArn> arn = Optional.ofNullable(point.arn()).flatMap(BackupArn::find);
            if (arn.isEmpty()) {
                unreadable++;
            } else if (arn.get().place().equals(place)) {
                see(arn.get(), point, at);
            }
        }

        private void see(BackupArn arn, RecoveryPoint point, Instant at) {
            if (!seen.add(arn.text())) {
                return;
            }
            BackupDescription description = point.asBackup(arn);
            BackupSummary summary = summary(description.backupDetails());
            KnownBackup before = believed.remove(arn.text());
            if (isIn(new KnownBackup(arn, summary).creationTime())) {
                living++;
            } else if (before == null && known.find(arn).isPresent()) {
                return; // its own window compares it
            }
            if (before == null || before.isOutdatedBy(summary)) {
                recorder.accept(Observation.seen(description, at));
            }
        }

        private static BackupSummary summary(BackupDetails details) {
            return BackupSummary.builder().backupStatus(details.backupStatusAsString())
                    .backupType(details.backupTypeAsString()).backupExpiryDateTime(details.backupExpiryDateTime())
                    .backupCreationDateTime(details.backupCreationDateTime()).build();
        }

        /** One whose table is not known cannot be looked for, and one of the last minutes may not be listed yet. */
        private boolean isToBeAskedFor(KnownBackup missed) {
            return missed.summary().tableArn() != null && !hasExpired(missed)
                    && !missed.creationTime().isAfter(began.minus(Visit.SETTLING));
        }

        private boolean hasExpired(KnownBackup missed) {
            Instant expiry = missed.summary().backupExpiryDateTime();
            return expiry != null && !expiry.isAfter(began);
        }

        private boolean isOfAnotherPlace(KnownBackup missed) {
            return TableArn.find(missed.summary().tableArn()).filter(table -> table.place().equals(place)).isEmpty();
        }

        private void settle(KnownBackup missed) {
            boolean isGone = isToBeAskedFor(missed) ? isGone(missed) : hasExpired(missed);
            if (!isGone) {
                living++;
                return;
            }
            // At a time before the lists, so that a sighting since then takes precedence.
            recorder.accept(Observation.gone(missed.arn(), began, DeletionReason.SWEPT));
            if (!hasExpired(missed)) {
                swept++;
            }
        }

        /** Whether its table has it no more, either. */
        private boolean isGone(KnownBackup missed) {
            String table = missed.summary().tableArn();
            try {
                Set<String> points = tables.get(table);
                if (points == null) {
                    points = pointsOf(table);
                    tables.put(table, points);
                }
                return !points.contains(missed.arn().text());
            } catch (LiveException e) {
                if (!e.isOfTheQuestion()) {
                    throw e;
                }
                refuse(e, missed.arn().text());
                tables.put(table, believed.keySet()); // none of them can be looked for
                return false;
            }
        }

        private Set<String> pointsOf(String table) {
            Set<String> arns = new HashSet<>();
            @Nullable
            String token = null;
            do {
                requireTime();
                Page<String> page = live.recoveryPointsOf(table, token).value();
                arns.addAll(page.items());
                token = page.next();
            } while (token != null);
            return arns;
        }
    }
}
