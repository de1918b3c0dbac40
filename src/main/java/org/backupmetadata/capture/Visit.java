package org.backupmetadata.capture;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.backupmetadata.capture.LiveAccount.Answer;
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
import software.amazon.awssdk.services.dynamodb.model.ListBackupsResponse;

/**
 * One visit to one account in one Region: what DynamoDB lists there is compared with the catalogue, and what differs is
 * recorded. First the recent backups, then the walk through all of time in windows, then the descriptions of backups of which
 * only a summary is known. A visit ends when it is done, when its time is over, or when the account does not answer; the next
 * one goes on.
 *
 * <p>A window is proven when its list was read to the end, everything in it was recorded, and every backup was asked for by
 * name that the catalogue believes to be there and the list did not have. Only what DynamoDB does not know by name is gone. So
 * nothing depends on the order of the list, and no page token outlives a window.
 */
final class Visit {

    /** A list may not have what is younger than this yet. */
    private static final Duration SETTLING = Duration.ofMinutes(5);

    /** How far before the last visit the next one begins to look for new backups and new states of theirs. */
    private static final Duration OVERLAP = Duration.ofHours(2);

    /** Up to so many backups, which are one page, all of time is one window. */
    private static final long ONE_PAGE = 100;

    /** A window of more pages is divided, so that little is lost when a visit is cut off. */
    private static final int MAX_PAGES = 20;

    /** After a window of at most so many pages the next one is twice as wide. */
    private static final int FEW_PAGES = 5;

    /** After every creation time that an ARN can hold. */
    private static final Instant END_OF_TIME = Instant.ofEpochMilli(100_000_000_000_000L);

    /** How many descriptions can be read in the longest visit. */
    private static final int MAX_DESCRIPTIONS = 600;

    private final Coverage before;
    private final Place place;
    private final LiveAccount live;
    private final KnownBackups known;
    private final BackupRecorder recorder;
    private final CoverageTable table;
    private final SweepClock clock;
    private final Duration interval;
    private final Instant start;

    private Coverage.Proof proof;
    private Coverage.@Nullable Walk walk;
    private @Nullable Duration width;
    private long listed;
    private long recorded;
    private long described;
    private long swept;
    private long undescribed;
    private long living;

    /** A visit that begins now. {@code interval} is how old a finished walk may be before another one begins. */
    Visit(Coverage before, LiveAccount live, KnownBackups known, BackupRecorder recorder, CoverageTable table,
            SweepClock clock, Duration interval) {
        this.before = before;
        this.place = before.place();
        this.live = live;
        this.known = known;
        this.recorder = recorder;
        this.table = table;
        this.clock = clock;
        this.interval = interval;
        this.start = clock.instant();
        this.proof = before.proof();
        this.walk = before.walk();
        this.undescribed = before.counts().undescribed();
        this.living = before.counts().living();
    }

    /**
     * Makes the visit, and writes down what it proved.
     *
     * @param halfTime when the walk makes way for descriptions
     * @return the coverage as it is now
     * @throws software.amazon.awssdk.core.exception.SdkException if a table did not answer
     */
    Coverage make(Instant halfTime) {
        Coverage.Problem problem = null;
        try {
            recent();
            walk(halfTime);
            describe();
            walk(Instant.MAX);
        } catch (OutOfTimeException e) {
            // the next visit goes on
        } catch (LiveException e) {
            Coverage.Problem last = before.problem();
            problem = new Coverage.Problem(e.problem(),
                    last != null && last.kind().equals(e.problem()) ? last.since() : start);
        }
        Coverage after = new Coverage(place, before.heard(), proof, walk,
                new Coverage.Counts(listed, recorded, described, swept, undescribed, living), problem);
        table.visited(after);
        return after;
    }

    /** Looks at the recent backups. If they are few, all of them are looked at. */
    private void recent() {
        if (walk == null && living <= ONE_PAGE) {
            walk = new Coverage.Walk(start, Instant.EPOCH, 0);
            step();
        }
        if (walk == null) {
            proof = new Coverage.Proof(start, proof.completeAt(), proof.deletionsAt());
        } else {
            tail();
        }
    }

    /** The backups since the last visit, if need be without end: whatever is new is to be known before all else. */
    private void tail() {
        Instant last = proof.visitedAt() == null ? start : proof.visitedAt();
        Window window = Window.from(last.minus(OVERLAP));
        Listing listing = list(window, Integer.MAX_VALUE);
        Instant edge = listing.settle();
        Instant complete = proof.completeAt();
        boolean joins = complete != null && !complete.isBefore(window.from()) && complete.isBefore(edge);
        proof = new Coverage.Proof(start, joins ? edge : complete, proof.deletionsAt());
    }

    /** Goes on with the walk, or begins one if the last is too old, until that time. */
    private void walk(Instant until) {
        if (walk == null && isWalkDue()) {
            walk = new Coverage.Walk(clock.instant(), Instant.EPOCH, 0);
        }
        while (walk != null && clock.instant().isBefore(until)) {
            step();
        }
    }

    private boolean isWalkDue() {
        Instant deletionsAt = proof.deletionsAt();
        return deletionsAt == null || !deletionsAt.plus(interval).isAfter(clock.instant());
    }

    /** Takes the walk one window further, or makes the window smaller. */
    private void step() {
        Coverage.Walk now = walk;
        if (now == null) {
            return;
        }
        Window window = next(now.cursor());
        Listing listing = list(window, window.isDivisible() ? MAX_PAGES : Integer.MAX_VALUE);
        if (!listing.isWhole()) {
            width = Duration.between(window.from(), listing.median());
            return;
        }
        Instant edge = listing.settle();
        long counted = now.living() + listing.living();
        if (window.to() == null) {
            proof = new Coverage.Proof(proof.visitedAt(), edge, now.startedAt());
            living = counted;
            walk = null;
        } else {
            walk = new Coverage.Walk(now.startedAt(), window.to(), counted);
            table.walked(place, walk);
            if (listing.pages() <= FEW_PAGES && width != null) {
                width = width.multipliedBy(2);
            }
        }
    }

    /** The window that the walk comes to next; the last one has no end. */
    private Window next(Instant cursor) {
        Instant settled = clock.instant().minus(SETTLING);
        return width == null || !cursor.plus(width).isBefore(settled)
                ? Window.from(cursor)
                : new Window(cursor, cursor.plus(width));
    }

    /** Reads what is missing in the newest descriptions, each of them once. */
    private void describe() {
        List<BackupArn> arns = known.undescribed(place, MAX_DESCRIPTIONS);
        undescribed = arns.size();
        for (BackupArn arn : arns) {
            Answer<Optional<BackupDescription>> answer = live.describe(arn);
            // One that is not found may be too young. The walk finds out.
            answer.value().ifPresent(description -> {
                record(Observation.seen(description, answer.at()));
                described++;
                if (description.backupDetails().backupStatus() != BackupStatus.CREATING) {
                    undescribed--;
                }
            });
        }
    }

    private void record(Observation observation) {
        if (recorder.record(observation)) {
            recorded++;
        }
    }

    private Listing list(Window window, int maxPages) {
        Listing listing = new Listing(window);
        listing.read(maxPages);
        return listing;
    }

    /** The list of one window, compared with what the catalogue knows of it. */
    private final class Listing {

        private final Instant settled = clock.instant().minus(SETTLING);
        private final Instant began = clock.instant();
        private final Window window;
        private final Map<String, KnownBackup> believed = new HashMap<>();
        private final List<Instant> created = new ArrayList<>();
        private int pages;
        private boolean whole;
        private long found;

        Listing(Window window) {
            this.window = window;
            // ListBackups has none of AWS Backup's, so their absence says nothing.
            known.living(place, window.from(), window.to() == null ? END_OF_TIME : window.to())
                    .filter(backup -> backup.summary().backupType() != BackupType.AWS_BACKUP)
                    .forEach(backup -> believed.put(backup.arn().text(), backup));
        }

        void read(int maxPages) {
            String after = null;
            do {
                Answer<ListBackupsResponse> page = live.list(window, after);
                page.value().backupSummaries().forEach(summary -> see(summary, page.at()));
                after = page.value().lastEvaluatedBackupArn();
                pages++;
            } while (after != null && pages < maxPages);
            whole = after == null;
        }

        private void see(BackupSummary summary, Instant at) {
            listed++;
            found++;
            created.add(creationTime(summary));
            KnownBackup known = believed.remove(summary.backupArn());
            if (known == null || known.isOutdatedBy(summary)) {
                record(Observation.listed(summary, at));
            }
        }

        private static Instant creationTime(BackupSummary summary) {
            return BackupArn.parse(summary.backupArn()).creationTime().orElse(summary.backupCreationDateTime());
        }

        /** Asks for what the list should have had, and returns up to when the window is proven now. */
        Instant settle() {
            Instant edge = window.to() == null || settled.isBefore(window.to()) ? settled : window.to();
            for (KnownBackup missed : believed.values()) {
                if (creationTime(missed.summary()).isBefore(edge)) {
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
                // As of a time before the list, so that whoever has seen it since is right.
                record(Observation.gone(arn, began, DeletionReason.SWEPT));
                swept++;
            }
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

        /** A time that about half of the listed backups were created before; after the window's first moment. */
        Instant median() {
            Instant median = created.stream().sorted().skip(created.size() / 2L).findFirst().orElse(window.from());
            Instant first = window.from().plusMillis(1);
            return median.isBefore(first) ? first : median;
        }
    }
}
