package org.backupmetadata.capture;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.backupmetadata.capture.LiveAccount.Answer;
import org.backupmetadata.capture.LiveAccount.ListPage;
import org.backupmetadata.capture.LiveAccount.Listed;
import org.backupmetadata.catalog.BackupRecorder;
import org.backupmetadata.catalog.Coverage;
import org.backupmetadata.catalog.CoverageTable;
import org.backupmetadata.catalog.DeletionReason;
import org.backupmetadata.catalog.KnownBackup;
import org.backupmetadata.catalog.KnownBackups;
import org.backupmetadata.catalog.Observation;
import org.backupmetadata.model.BackupArn;
import org.backupmetadata.model.Place;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.BackupDescription;
import software.amazon.awssdk.services.dynamodb.model.BackupStatus;
import software.amazon.awssdk.services.dynamodb.model.BackupSummary;
import software.amazon.awssdk.services.dynamodb.model.BackupType;

/**
 * One visit to one account in one Region: compares DynamoDB's list with the catalogue, and records the differences.
 * First come the recent backups, then the walk through all of time in windows, then the descriptions of backups of
 * which only a summary is known. A visit ends when it is done, when its time is over, or when the account does not
 * answer; the next visit continues.
 *
 * <p>A window is proven when its list was read to the end, everything in it was recorded, and every backup that the
 * catalogue believed to exist there and the list did not have was asked for by its ARN. Only a backup that DynamoDB
 * does not know by its ARN is recorded as deleted. Nothing depends on the order of the list, and no page token outlives
 * a window.
 *
 * <p>An entry that names no backup of the place keeps nothing else from being compared, but nobody knows what it stands
 * for: until a whole walk meets none, no further backup is claimed to be known.
 */
final class Visit {

    /** A list may not have backups yet that are younger than this. */
    static final Duration SETTLING = Duration.ofMinutes(5);

    /** How far before the last visit a visit begins to look for new and changed backups. */
    private static final Duration OVERLAP = Duration.ofHours(2);

    /** Up to this many backups, one page, all of time is one window. */
    private static final long ONE_PAGE = 100;

    /** How many known backups of a kind end a window of the walk. Of one kind, as many new ones fit into its pages. */
    static final int WINDOW = 1000;

    /** A window of more pages is divided, so that little is lost when a visit is cut off. */
    private static final int MAX_PAGES = 20;

    /** After a window of at most this many pages, the next one is twice as wide. */
    private static final int FEW_PAGES = 5;

    /** After every creation time that an ARN can hold. */
    private static final Instant END_OF_TIME = Instant.ofEpochMilli(100_000_000_000_000L);

    /** After so many in a row, it is not the backup whose description is refused. */
    private static final int MAX_REFUSALS = 20;

    /** How many descriptions can be read in the longest visit. */
    private static final int MAX_DESCRIPTIONS = 600;

    /** How many recovery points are compared at once: what can be listed in a minute. */
    private static final int MAX_RECOVERY_POINTS = 50_000;

    private final Coverage before;
    private final Place place;
    private final LiveAccount live;
    private final KnownBackups known;
    private final BackupRecorder recorder;
    private final CoverageTable table;
    private final SweepClock clock;
    private final Duration interval;
    private final int most;
    private final Instant start;

    private Coverage.Proof proof;
    private Coverage.RecoveryPoints recoveryPoints;
    private Coverage.@Nullable Walk walk;
    private @Nullable Duration width;
    private long listed;
    private long recorded;
    private long described;
    private long swept;
    private long undescribed;
    private long living;
    private long unreadable;

    /**
     * A visit that begins now.
     *
     * @param interval how old a finished walk may be before another one begins
     * @param most how many known backups of a kind a window of the walk may have
     */
    Visit(Coverage before, LiveAccount live, KnownBackups known, BackupRecorder recorder, CoverageTable table,
            SweepClock clock, Duration interval, int most) {
        this.before = before;
        this.place = before.place();
        this.live = live;
        this.known = known;
        this.recorder = recorder;
        this.table = table;
        this.clock = clock;
        this.interval = interval;
        this.most = most;
        this.start = clock.instant();
        this.proof = before.proof();
        this.recoveryPoints = before.recoveryPoints();
        this.walk = before.walk();
        this.undescribed = before.counts().undescribed();
        this.living = before.counts().living();
        this.unreadable = before.counts().unreadable();
    }

    /**
     * Makes the visit, and stores what it proved.
     *
     * @param halfTime when the walk pauses: half of what is left is for recovery points, and the rest for descriptions
     * @return the coverage as it is now
     * @throws software.amazon.awssdk.core.exception.SdkException if a table did not answer
     */
    Coverage make(Instant halfTime) {
        Coverage.Problem problem = null;
        try {
            recent();
            walk(halfTime);
            recoveryPoints(halfTime.plus(Duration.between(start, halfTime).dividedBy(2)));
            describe();
            walk(Instant.MAX);
        } catch (OutOfTimeException e) {
            // the next visit continues
        } catch (LiveException e) {
            problem = problem(e.problem(), before.problem());
        }
        if (problem == null && unreadable > 0) {
            problem = problem(Coverage.Problem.UNREADABLE, before.problem());
        }
        Coverage after = new Coverage(place, before.heard(), proof, walk,
                new Coverage.Counts(listed, recorded, described, swept, undescribed, living, unreadable), problem,
                recoveryPoints);
        table.visited(after);
        return after;
    }

    private Coverage.Problem problem(String kind, Coverage.@Nullable Problem last) {
        Instant since = last != null && last.kind().equals(kind) ? last.since() : start;
        return new Coverage.Problem(kind, since, start);
    }

    /** Compares the recovery points, if that is due. AWS Backup may deny what DynamoDB lets be read. */
    private void recoveryPoints(Instant until) {
        if (live.hasRecoveryPoints() && areRecoveryPointsDue()) {
            VaultVisit visit = new VaultVisit(before, live, known, this::record, clock, start, until,
                    MAX_RECOVERY_POINTS);
            recoveryPoints = visit.make();
            swept += visit.swept();
        }
    }

    /**
     * The last comparison began some time after the walk of its visit. With some slack the next one is due when the next
     * walk is.
     */
    private boolean areRecoveryPointsDue() {
        Coverage.Problem problem = recoveryPoints.problem();
        boolean isProblem = problem != null && problem.endedTheVisit();
        Instant at = VaultVisit.lastAt(recoveryPoints);
        Duration quarter = interval.dividedBy(4);
        Duration slack = quarter.compareTo(SETTLING) < 0 ? quarter : SETTLING;
        boolean isOld = at == null || !at.plus(interval).isAfter(start.plus(slack));
        return VaultVisit.isDue(before, start) || (isOld && !isProblem);
    }

    /** Compares the recent backups, or all of them if they are few. */
    private void recent() {
        if (walk == null && living <= ONE_PAGE) {
            walk = new Coverage.Walk(start, Instant.EPOCH, 0, 0);
            step();
            if (walk == null) {
                proof = new Coverage.Proof(start, proof.completeAt(), proof.deletionsAt());
                return;
            }
        }
        tail();
    }

    /** Compares the backups since the last visit, however many: new backups come before anything else. */
    private void tail() {
        Instant last = proof.visitedAt() == null ? start : proof.visitedAt();
        Window window = Window.from(last.minus(OVERLAP));
        Listing listing = new Listing(window, living(window));
        listing.read(Integer.MAX_VALUE);
        Instant edge = listing.settle();
        unreadable = Math.max(unreadable, listing.unreadable());
        Instant complete = proof.completeAt();
        boolean joins = unreadable == 0 && complete != null && !complete.isBefore(window.from())
                && complete.isBefore(edge);
        proof = new Coverage.Proof(start, joins ? edge : complete, proof.deletionsAt());
    }

    /** Continues the walk until that time, or begins one if the last is too old. */
    private void walk(Instant until) {
        if (walk == null && isWalkDue()) {
            walk = new Coverage.Walk(clock.instant(), Instant.EPOCH, 0, 0);
        }
        while (walk != null && clock.instant().isBefore(until)) {
            step();
        }
    }

    private boolean isWalkDue() {
        Instant deletionsAt = proof.deletionsAt();
        return deletionsAt == null || !deletionsAt.plus(SETTLING).plus(interval).isAfter(clock.instant());
    }

    /** Takes the walk one window further, or makes the window smaller. */
    private void step() {
        Coverage.Walk now = walk;
        if (now == null) {
            return;
        }
        Listing listing = next(now.cursor());
        Window window = listing.window();
        listing.read(window.isDivisible() ? MAX_PAGES : Integer.MAX_VALUE);
        if (!listing.isWhole()) {
            width = part(window, listing.median());
            return;
        }
        Instant edge = listing.settle();
        long counted = now.living() + listing.living();
        long odd = now.unreadable() + listing.unreadable();
        if (window.to() == null) {
            // A backup that is too young to be asked for was created after the edge, and so was its deletion.
            Instant deletions = edge.isBefore(now.startedAt()) ? edge : now.startedAt();
            proof = new Coverage.Proof(proof.visitedAt(), odd == 0 ? edge : proof.completeAt(), deletions);
            living = counted;
            unreadable = odd;
            walk = null;
        } else {
            walk = new Coverage.Walk(now.startedAt(), window.to(), counted, odd);
            table.walked(place, walk);
            if (width != null && window.to().equals(now.cursor().plus(width)) && listing.pages() <= FEW_PAGES) {
                width = width.multipliedBy(2);
            }
        }
    }

    /** The next window of the walk, not listed yet; the last one has no end. */
    private Listing next(Instant cursor) {
        Instant settled = clock.instant().minus(SETTLING);
        boolean isLast = width == null || !cursor.plus(width).isBefore(settled);
        Instant to = isLast ? END_OF_TIME : cursor.plus(width);
        KnownBackups.Next next = known.next(place, cursor, to, most);
        if (next.end() == null) {
            return new Listing(isLast ? Window.from(cursor) : new Window(cursor, to), next.backups().stream());
        }
        if (next.end().isBefore(settled)) {
            return new Listing(new Window(cursor, next.end()), next.backups().stream());
        }
        Window rest = Window.from(cursor);
        return new Listing(rest, living(rest));
    }

    /**
     * How wide a part of a window to look at next: up to the middle of what was listed, but at most half of it, since
     * a list may begin with the latest.
     */
    private Duration part(Window window, Instant median) {
        Instant end = window.to() == null ? clock.instant() : window.to();
        long half = Duration.between(window.from(), end).toMillis() / 2;
        return Duration.ofMillis(Math.max(1, Math.min(half, Duration.between(window.from(), median).toMillis())));
    }

    private Stream<KnownBackup> living(Window window) {
        return known.living(place, window.from(), window.to() == null ? END_OF_TIME : window.to());
    }

    /** Reads the missing descriptions, the newest backups first, each once. */
    private void describe() {
        List<BackupArn> arns = known.undescribed(place, MAX_DESCRIPTIONS);
        undescribed = arns.size();
        int refusals = 0;
        for (BackupArn arn : arns) {
            try {
                describe(arn);
                refusals = 0;
            } catch (LiveException e) {
                refusals++;
                if (!e.isOfTheQuestion() || refusals == MAX_REFUSALS) {
                    throw e;
                }
            }
        }
    }

    private void describe(BackupArn arn) {
        Answer<Optional<BackupDescription>> answer = live.describe(arn);
        Optional<KnownBackup> point = known.find(arn).filter(KnownBackup::isRecoveryPoint);
        if (answer.value().isPresent()) {
            BackupDescription description = answer.value().get();
            record(Observation.seen(point.map(known -> as(known, description)).orElse(description), answer.at()));
            described++;
            if (point.isPresent() || description.backupDetails().backupStatus() != BackupStatus.CREATING) {
                undescribed--;
            }
        } else if (point.filter(known -> isSettled(known, answer.at())).isPresent()) {
            record(Observation.askedInVain(arn, answer.at()));
            undescribed--;
        }
        // Another backup that is not found may be too young. The walk will tell.
    }

    /** Whether a recovery point that DynamoDB does not know will not be known later either. */
    private static boolean isSettled(KnownBackup point, Instant at) {
        return point.summary().backupStatus() != BackupStatus.CREATING
                && point.creationTime().isBefore(at.minus(SETTLING));
    }

    /** What DynamoDB says of a recovery point, without what AWS Backup knows better. */
    private static BackupDescription as(KnownBackup point, BackupDescription own) {
        BackupSummary summary = point.summary();
        return own.toBuilder()
                .backupDetails(own.backupDetails().toBuilder().backupType(BackupType.AWS_BACKUP)
                        .backupStatus(summary.backupStatusAsString())
                        .backupExpiryDateTime(summary.backupExpiryDateTime()).build())
                .build();
    }

    private void record(Observation observation) {
        if (recorder.record(observation)) {
            recorded++;
        }
    }

    /** The list of one window, compared with the catalogue. */
    private final class Listing {

        private final Instant settled = clock.instant().minus(SETTLING);
        private final Instant began = clock.instant();
        private final Window window;
        private final Map<String, KnownBackup> believed = new HashMap<>();
        private final Map<String, KnownBackup> points = new HashMap<>();
        private final List<Instant> created = new ArrayList<>();
        private int pages;
        private boolean whole;
        private long found;
        private long unreadable;

        /** A list that is still to be read, and what the catalogue believes to be in it. */
        Listing(Window window, Stream<KnownBackup> known) {
            this.window = window;
            // ListBackups need not have the recovery points of AWS Backup, so their absence means nothing.
            known.forEach(backup -> (backup.isRecoveryPoint() ? points : believed).put(backup.arn().text(), backup));
        }

        void read(int maxPages) {
            String after = null;
            do {
                Answer<ListPage> page = live.list(window, after);
                page.value().backups().forEach(each -> see(each, page.at()));
                unreadable += page.value().unreadable();
                after = page.value().last();
                pages++;
            } while (after != null && pages < maxPages);
            whole = after == null;
        }

        private void see(Listed each, Instant at) {
            listed++;
            each.arn().creationTime().ifPresent(created::add);
            if (each.summary().backupType() == BackupType.AWS_BACKUP) {
                seePoint(each, at);
                return;
            }
            found++;
            KnownBackup known = believed.remove(each.arn().text());
            if (known == null || known.isOutdatedBy(each.summary())) {
                record(Observation.listed(each.summary(), at));
            }
        }

        /** The vaults say more of a recovery point and count it. It is known from here if they cannot be read. */
        private void seePoint(Listed each, Instant at) {
            KnownBackup known = points.get(each.arn().text());
            if (known == null) {
                record(Observation.listed(each.summary(), at));
            } else if (known.summary().backupStatus() == BackupStatus.CREATING) {
                BackupSummary summary = each.summary().toBuilder()
                        .backupExpiryDateTime(known.summary().backupExpiryDateTime()).build();
                if (known.isOutdatedBy(summary)) {
                    record(Observation.listed(summary, at));
                }
            }
        }

        /** Asks for the backups that the list should have had. Returns the time up to which the window is proven. */
        Instant settle() {
            Instant edge = window.to() == null || settled.isBefore(window.to()) ? settled : window.to();
            for (KnownBackup missed : believed.values()) {
                if (missed.arn().creationTime().filter(time -> time.isBefore(edge)).isPresent()) {
                    ask(missed.arn());
                }
            }
            return edge;
        }

        private void ask(BackupArn arn) {
            Answer<Optional<BackupDescription>> answer = live.describe(arn);
            if (answer.value().isPresent()) {
                found++;
                record(Observation.seen(answer.value().get(), answer.at()));
            } else {
                // At a time before the list, so that a sighting since then takes precedence.
                record(Observation.gone(arn, began, DeletionReason.SWEPT));
                swept++;
            }
        }

        Window window() {
            return window;
        }

        boolean isWhole() {
            return whole;
        }

        int pages() {
            return pages;
        }

        long living() {
            return found;
        }

        long unreadable() {
            return unreadable;
        }

        /** The middle of the creation times in the list; later than the start of the window. */
        Instant median() {
            Instant median = created.stream().sorted().skip(created.size() / 2L).findFirst().orElse(window.from());
            Instant first = window.from().plusMillis(1);
            return median.isBefore(first) ? first : median;
        }
    }
}
