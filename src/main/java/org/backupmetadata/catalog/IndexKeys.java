package org.backupmetadata.catalog;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.backupmetadata.model.BackupArn;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.BackupDescription;
import software.amazon.awssdk.services.dynamodb.model.BackupDetails;
import software.amazon.awssdk.services.dynamodb.model.BackupType;
import software.amazon.awssdk.services.dynamodb.model.SourceTableDetails;

/** Where a backup stands in the table's indexes, which sort by creation time: in which {@link Partition}, and where there. */
final class IndexKeys {

    /** The longest that a backup lasts which DynamoDB makes of a deleted table: AWS documents 35 days, a day is for slack. */
    static final Duration SYSTEM_LIFETIME = Duration.ofDays(36);

    /** More than any creation time in 14 digits: a colon comes after the nine. */
    private static final String END_OF_TIME = ":";
    private static final int DIGITS = 14;
    private static final long LAST_MILLISECOND = 99_999_999_999_999L;

    private IndexKeys() {
    }

    /** What sets the partitions of one account or table apart. */
    enum Kind {
        USER, AWS_BACKUP,
        /** Those of the type SYSTEM that last no longer than they should: what is older is gone, and need not be read. */
        SYSTEM,
        /** The rest: of the type SYSTEM and longer-lived, or of a type that AWS adds. */
        OTHER;

        static Kind of(BackupArn arn, BackupDescription description) {
            BackupDetails details = description.backupDetails();
            BackupType type = details == null ? null : details.backupType();
            return switch (type) {
                case USER -> USER;
                case AWS_BACKUP -> AWS_BACKUP;
                case SYSTEM -> isShortLived(arn, description) ? SYSTEM : OTHER;
                case null, default -> OTHER;
            };
        }

        private static boolean isShortLived(BackupArn arn, BackupDescription description) {
            Instant expiry = description.backupDetails().backupExpiryDateTime();
            return expiry != null && !expiry.isAfter(
                    Instant.ofEpochMilli(creationMillis(arn, description)).plus(SYSTEM_LIFETIME));
        }

        /** Where the backups of that type are; null is every type. */
        static List<Kind> ofType(@Nullable BackupType type) {
            return switch (type) {
                case null -> List.of(values());
                case USER -> List.of(USER);
                case AWS_BACKUP -> List.of(AWS_BACKUP);
                case SYSTEM -> List.of(SYSTEM, OTHER);
                case UNKNOWN_TO_SDK_VERSION -> List.of(OTHER);
            };
        }
    }

    /** The partition that this backup is in: of its table if one is named, or else of its account. */
    static Partition partition(BackupArn arn, @Nullable String tableName, BackupDescription description) {
        return new Partition(arn.place(), tableName, Kind.of(arn, description),
                Descriptions.isDeleted(description.backupDetails()));
    }

    /** The table that a backup is of. */
    static @Nullable String tableName(BackupArn arn, BackupDescription description) {
        SourceTableDetails table = description.sourceTableDetails();
        return arn.tableName() != null || table == null ? arn.tableName() : table.tableName();
    }

    /**
     * The place of a backup among others: its creation time, then what makes it unique. Of DynamoDB's own ARNs it can be
     * read, so that a backup which nobody has heard of has its place, too.
     */
    static String creationOrder(BackupArn arn, BackupDescription description) {
        return arn.tableName() == null
                ? startOf(creationMillis(arn, description)) + '-' + arn.id()
                : creationOrder(arn);
    }

    /** The same for an ARN of DynamoDB's own. */
    static String creationOrder(BackupArn arn) {
        return arn.id() + '/' + arn.tableName();
    }

    private static long creationMillis(BackupArn arn, BackupDescription description) {
        if (arn.creationTime().isPresent()) {
            return arn.creationTime().get().toEpochMilli();
        }
        BackupDetails details = description.backupDetails();
        Instant created = details == null ? null : details.backupCreationDateTime();
        return created == null ? 0 : Math.clamp(created.toEpochMilli(), 0, LAST_MILLISECOND);
    }

    /** Where the backups begin that were created at that time or later: no backup is in this very place. */
    static String startOf(@Nullable Instant time, String otherwise) {
        return time == null ? otherwise : startOf(time);
    }

    /** The same of a time that is known. */
    static String startOf(Instant time) {
        return startOf(time.toEpochMilli());
    }

    private static String startOf(long milliseconds) {
        return milliseconds > LAST_MILLISECOND ? END_OF_TIME : fourteenDigits(Math.max(0, milliseconds));
    }

    /** Leading zeros, in ASCII digits whatever the default locale is. */
    private static String fourteenDigits(long number) {
        String digits = Long.toString(number);
        return "0".repeat(DIGITS - digits.length()) + digits;
    }

    /** Where the backups begin, all of them. */
    static String start() {
        return startOf(0);
    }

    /** Where they end. */
    static String end() {
        return END_OF_TIME;
    }

    /** Where the backups begin after the one in that place: a space comes before every character of a place. */
    static String after(String creationOrder) {
        return creationOrder + ' ';
    }
}
