package org.backupmetadata.catalog;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.backupmetadata.model.BackupArn;
import org.backupmetadata.model.TableArn;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.BackupDescription;
import software.amazon.awssdk.services.dynamodb.model.BackupDetails;
import software.amazon.awssdk.services.dynamodb.model.BackupType;
import software.amazon.awssdk.services.dynamodb.model.SourceTableDetails;

/** Where a backup is in the table's indexes: its {@link Partition}, and its position in creation order there. */
final class IndexKeys {

    /** How long a backup lasts that DynamoDB makes of a deleted table: 35 days as AWS documents, and a day of slack. */
    static final Duration SYSTEM_LIFETIME = Duration.ofDays(36);

    /** Sorts after every creation time in 14 digits: a colon comes after the digit nine. */
    private static final String END_OF_TIME = ":";
    private static final int DIGITS = 14;
    private static final long LAST_MILLISECOND = 99_999_999_999_999L;

    private IndexKeys() {
    }

    /** The kinds of backups that have partitions of their own. */
    enum Kind {
        USER, AWS_BACKUP,
        /** Backups of the type SYSTEM with the usual lifetime: older ones have expired and need not be read. */
        SYSTEM,
        /** All others: of the type SYSTEM with a longer lifetime, or of a type that AWS adds. */
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

        /** The kinds that hold backups of that type; null is every type. */
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

    /** The partition of this backup: of its table if one is named, or else of its account. */
    static Partition partition(BackupArn arn, @Nullable String tableName, BackupDescription description) {
        return new Partition(arn.place(), tableName, Kind.of(arn, description),
                Descriptions.isDeleted(description.backupDetails()));
    }

    /**
     * The name of the table that a backup is of, if that is one of the backup's own account and Region: a list of a
     * table has no copies of another one's backups, be their names the same.
     */
    static @Nullable String tableName(BackupArn arn, BackupDescription description) {
        SourceTableDetails table = description.sourceTableDetails();
        if (arn.tableName() != null || table == null) {
            return arn.tableName();
        }
        boolean isOwn = table.tableArn() == null
                || TableArn.find(table.tableArn()).filter(own -> own.place().equals(arn.place())).isPresent();
        return isOwn ? table.tableName() : null;
    }

    /**
     * The position of a backup in creation order: its creation time, then what makes it unique. DynamoDB's own ARNs
     * contain both, so that even an unknown backup has a position.
     */
    static String creationOrder(BackupArn arn, BackupDescription description) {
        return arn.tableName() == null
                ? startOf(creationMillis(arn, description)) + '-' + arn.id()
                : creationOrder(arn);
    }

    /** The position of a backup with an ARN of DynamoDB's own. */
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

    /** The position before all backups that were created at that time or later. No backup has this very position. */
    static String startOf(@Nullable Instant time, String otherwise) {
        return time == null ? otherwise : startOf(time);
    }

    /** The position before all backups that were created at that time or later. */
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

    /** The position before all backups. */
    static String start() {
        return startOf(0);
    }

    /** The position after all backups. */
    static String end() {
        return END_OF_TIME;
    }

    /** The position right after that one: a space sorts before every character of a position. */
    static String after(String creationOrder) {
        return creationOrder + ' ';
    }
}
