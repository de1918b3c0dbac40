package org.backupmetadata.capture;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.backupmetadata.capture.AwsBackupClient.Page;
import org.backupmetadata.capture.LiveAccount.Answer;
import org.backupmetadata.catalog.DeletionReason;
import org.backupmetadata.catalog.KnownBackup;
import org.backupmetadata.catalog.KnownBackups;
import org.backupmetadata.catalog.Observation;
import org.backupmetadata.model.BackupArn;
import org.backupmetadata.model.Place;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.BackupDescription;
import software.amazon.awssdk.services.dynamodb.model.BackupDetails;
import software.amazon.awssdk.services.dynamodb.model.BackupSummary;

/**
 * The part of a visit that compares AWS Backup's recovery points of tables with the catalogue. When it ends, every vault was
 * listed to its end, everything in it that names a recovery point was recorded, and every recovery point that the catalogue believed to exist and no vault
 * had was looked for among those of its table. Only one that is missing there, too, is recorded as deleted.
 */
final class VaultVisit {

    private final Place place;
    private final LiveAccount live;
    private final Consumer<Observation> recorder;
    private final Instant began;
    private final Map<String, KnownBackup> believed;
    private long living;
    private long swept;
    private long unreadable;

    VaultVisit(Place place, LiveAccount live, KnownBackups known, Consumer<Observation> recorder, Instant began) {
        this.place = place;
        this.live = live;
        this.recorder = recorder;
        this.began = began;
        this.believed = known.recoveryPoints(place)
                .collect(Collectors.toMap(backup -> backup.arn().text(), backup -> backup, (a, b) -> a, HashMap::new));
    }

    /** Makes the comparison. */
    void make() {
        String token = null;
        do {
            Page<String> vaults = live.vaults(token).value();
            vaults.items().forEach(this::read);
            token = vaults.next();
        } while (token != null);
        believed.values().forEach(this::settle);
    }

    private void read(String vault) {
        @Nullable
        String token = null;
        do {
            Answer<Page<RecoveryPoint>> points = live.recoveryPoints(vault, token);
            points.value().items().forEach(point -> see(point, points.at()));
            token = points.value().next();
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
        living++;
        BackupDescription description = point.asBackup(arn);
        KnownBackup known = believed.remove(arn.text());
        if (known == null || known.isOutdatedBy(summary(description.backupDetails()))) {
            recorder.accept(Observation.seen(description, at));
        }
    }

    private static BackupSummary summary(BackupDetails details) {
        return BackupSummary.builder().backupStatus(details.backupStatusAsString())
                .backupType(details.backupTypeAsString()).backupExpiryDateTime(details.backupExpiryDateTime()).build();
    }

    /** One whose table is not known cannot be looked for, and one of the last minutes may not be listed yet. */
    private void settle(KnownBackup missed) {
        String table = missed.summary().tableArn();
        Instant created = missed.summary().backupCreationDateTime();
        boolean isYoung = created != null && created.isAfter(began.minus(Visit.SETTLING));
        if (table == null || isYoung || isListedFor(table, missed.arn())) {
            living++;
        } else {
            // At a time before the lists, so that a sighting since then takes precedence.
            recorder.accept(Observation.gone(missed.arn(), began, DeletionReason.SWEPT));
            swept++;
        }
    }

    private boolean isListedFor(String table, BackupArn arn) {
        @Nullable
        String token = null;
        do {
            Page<String> points = live.recoveryPointsOf(table, token).value();
            if (points.items().contains(arn.text())) {
                return true;
            }
            token = points.next();
        } while (token != null);
        return false;
    }

    /** How many recovery points of tables there are. */
    long living() {
        return living;
    }

    /** How many were found missing. */
    long swept() {
        return swept;
    }

    /** How many entries of vaults name no backup, so that nobody knows which recovery points they are. */
    long unreadable() {
        return unreadable;
    }
}
