package org.backupmetadata.capture;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.backupmetadata.model.BackupArn;
import org.backupmetadata.model.Place;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BackupDescription;
import software.amazon.awssdk.services.dynamodb.model.BackupNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.BackupSummary;
import software.amazon.awssdk.services.dynamodb.model.BackupTypeFilter;
import software.amazon.awssdk.services.dynamodb.model.ListBackupsResponse;

/**
 * DynamoDB itself, as it knows the backups of one account in one Region. Makes at most a fifth of the calls that the account
 * may make there: one ListBackups and two DescribeBackup a second. For one thread at a time.
 *
 * <p>Every call throws {@link LiveException} if there is no proper answer, and {@link OutOfTimeException} if the visit's time
 * is over.
 */
final class LiveAccount {

    private static final Duration LIST_GAP = Duration.ofSeconds(1);
    private static final Duration DESCRIBE_GAP = Duration.ofMillis(500);

    private final Place place;
    private final DynamoDbClient client;
    private final Instant deadline;
    private final Pacer lists;
    private final Pacer describes;

    /**
     * The backups of that place.
     *
     * @param client reads the account in the Region, and does not retry: a retry would be a call that nobody paced
     * @param deadline no call is made at this time or later
     */
    LiveAccount(Place place, DynamoDbClient client, Instant deadline, SweepClock clock) {
        this.place = place;
        this.client = client;
        this.deadline = deadline;
        this.lists = new Pacer(LIST_GAP, clock);
        this.describes = new Pacer(DESCRIBE_GAP, clock);
    }

    /** What was answered to a call, and when the call was made. */
    record Answer<T>(T value, Instant at) {}

    /** A page of the backups that were created in the window; {@code after} is what the page before it named, or null. */
    Answer<ListBackupsResponse> list(Window window, @Nullable String after) {
        Instant at = lists.await(deadline);
        try {
            ListBackupsResponse page = client.listBackups(request -> request.backupType(BackupTypeFilter.ALL)
                    .timeRangeLowerBound(window.from().equals(Instant.EPOCH) ? null : window.from())
                    .timeRangeUpperBound(window.to()).exclusiveStartBackupArn(after));
            page.backupSummaries().stream().map(BackupSummary::backupArn).forEach(this::requireOwn);
            return new Answer<>(page, at);
        } catch (SdkException e) {
            throw LiveException.of(e);
        }
    }

    /** The backup of that name, or nothing if DynamoDB says that there is none. */
    Answer<Optional<BackupDescription>> describe(BackupArn arn) {
        Instant at = describes.await(deadline);
        try {
            BackupDescription description = client.describeBackup(request -> request.backupArn(arn.text()))
                    .backupDescription();
            return new Answer<>(Optional.of(description), at);
        } catch (BackupNotFoundException e) {
            return new Answer<>(Optional.empty(), at);
        } catch (SdkException e) {
            throw LiveException.of(e);
        }
    }

    private void requireOwn(String arn) {
        if (!BackupArn.parse(arn).place().equals(place)) {
            throw LiveException.foreign(arn);
        }
    }
}
