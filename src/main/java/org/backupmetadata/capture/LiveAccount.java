package org.backupmetadata.capture;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.backupmetadata.capture.AwsBackupClient.Page;
import org.backupmetadata.model.BackupArn;
import org.backupmetadata.model.Place;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BackupDescription;
import software.amazon.awssdk.services.dynamodb.model.BackupNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.BackupSummary;
import software.amazon.awssdk.services.dynamodb.model.BackupTypeFilter;
import software.amazon.awssdk.services.dynamodb.model.DescribeBackupResponse;
import software.amazon.awssdk.services.dynamodb.model.ListBackupsResponse;

/**
 * DynamoDB's own list and descriptions of the backups of one account in one Region. Uses at most a fifth of the
 * account's quota there: one ListBackups and two DescribeBackup calls a second, and one of AWS Backup. Not thread-safe.
 *
 * <p>Every call throws {@link LiveException} if there is no proper answer, and {@link OutOfTimeException} if the
 * visit's time is over.
 */
final class LiveAccount {

    private static final Duration LIST_GAP = Duration.ofSeconds(1);
    private static final Duration BACKUP_GAP = Duration.ofSeconds(1);
    private static final Duration DESCRIBE_GAP = Duration.ofMillis(500);

    private final Place place;
    private final DynamoDbClient client;
    private final Optional<AwsBackupClient> awsBackup;
    private final Instant deadline;
    private final Pacer lists;
    private final Pacer describes;
    private final Pacer backups;

    /**
     * The backups of that place.
     *
     * @param client reads the account in the Region, and does not retry: retries would not be paced
     * @param awsBackup reads the recovery points likewise, or nothing if they are not read
     * @param deadline no call is made at this time or later
     */
    LiveAccount(Place place, DynamoDbClient client, Optional<AwsBackupClient> awsBackup, Instant deadline,
            SweepClock clock) {
        this.place = place;
        this.client = client;
        this.awsBackup = awsBackup;
        this.deadline = deadline;
        this.lists = new Pacer(LIST_GAP, clock);
        this.describes = new Pacer(DESCRIBE_GAP, clock);
        this.backups = new Pacer(BACKUP_GAP, clock);
    }

    /** The answer to a call, and the time of the call. */
    record Answer<T>(T value, Instant at) {}

    /** An entry of a list. */
    record Listed(BackupArn arn, BackupSummary summary) {}

    /**
     * A page of a list.
     *
     * @param backups what the place has
     * @param unreadable how many more entries there were, which do not name a backup of the place
     * @param last what the next page begins after, or null if this is the last one
     */
    record ListPage(List<Listed> backups, long unreadable, @Nullable String last) {

        ListPage {
            backups = List.copyOf(backups);
        }
    }

    /**
     * A page of the backups that were created in the window; {@code after} is what the page before ended with, or null.
     */
    Answer<ListPage> list(Window window, @Nullable String after) {
        return ask(lists, () -> page(client.listBackups(request -> request.backupType(BackupTypeFilter.ALL)
                .timeRangeLowerBound(window.from().equals(Instant.EPOCH) ? null : window.from())
                .timeRangeUpperBound(window.to()).exclusiveStartBackupArn(after))));
    }

    /** A list of nothing but another place's backups is one by the wrong credentials. */
    private ListPage page(ListBackupsResponse answer) {
        if (!answer.hasBackupSummaries()) {
            throw SdkClientException.create("an answer without a list");
        }
        List<Listed> named = answer.backupSummaries().stream().flatMap(entry -> named(entry).stream()).toList();
        List<Listed> own = named.stream().filter(each -> each.arn().place().equals(place)).toList();
        if (own.isEmpty() && !named.isEmpty()) {
            throw LiveException.foreign(named.getFirst().arn().text());
        }
        return new ListPage(own, answer.backupSummaries().size() - own.size(), answer.lastEvaluatedBackupArn());
    }

    /** An entry with the backup that it names, or nothing if it names none. */
    private static Optional<Listed> named(@Nullable BackupSummary entry) {
        return entry == null || entry.backupArn() == null
                ? Optional.empty()
                : BackupArn.find(entry.backupArn()).map(arn -> new Listed(arn, entry));
    }

    /** The backup with that ARN, or nothing if DynamoDB does not know it. */
    Answer<Optional<BackupDescription>> describe(BackupArn arn) {
        return ask(describes, () -> {
            try {
                return Optional.of(description(arn, client.describeBackup(request -> request.backupArn(arn.text()))));
            } catch (BackupNotFoundException e) {
                return Optional.empty();
            }
        });
    }

    private static BackupDescription description(BackupArn arn, DescribeBackupResponse answer) {
        BackupDescription description = answer.backupDescription();
        if (description == null || description.backupDetails() == null
                || !arn.text().equals(description.backupDetails().backupArn())) {
            throw SdkClientException.create("an answer without a description of the backup");
        }
        return description;
    }

    /** Whether recovery points are read. */
    boolean hasRecoveryPoints() {
        return awsBackup.isPresent();
    }

    /** A page of the vaults' names. */
    Answer<Page<String>> vaults(@Nullable String token) {
        return ask(backup -> backup.vaults(token));
    }

    /** A page of a vault's recovery points of tables that AWS Backup says were created in the window. */
    Answer<Page<RecoveryPoint>> recoveryPoints(String vault, Window window, @Nullable String token) {
        return ask(backup -> backup.recoveryPoints(vault, window, token));
    }

    /** A page of the ARNs of a table's recovery points. */
    Answer<Page<String>> recoveryPointsOf(String tableArn, @Nullable String token) {
        return ask(backup -> backup.recoveryPointsOf(tableArn, token));
    }

    private <T> Answer<T> ask(Function<AwsBackupClient, T> call) {
        return ask(backups, () -> call.apply(awsBackup.orElseThrow()));
    }

    private <T> Answer<T> ask(Pacer pacer, Supplier<T> call) {
        Instant at = pacer.await(deadline);
        try {
            return new Answer<>(call.get(), at);
        } catch (SdkException e) {
            throw LiveException.of(e);
        } finally {
            pacer.answered();
        }
    }
}
