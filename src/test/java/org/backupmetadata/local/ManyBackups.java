package org.backupmetadata.local;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import org.backupmetadata.model.Place;
import org.backupmetadata.model.TableArn;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.BackupDescription;
import software.amazon.awssdk.services.dynamodb.model.BackupDetails;
import software.amazon.awssdk.services.dynamodb.model.BackupStatus;
import software.amazon.awssdk.services.dynamodb.model.BackupType;
import software.amazon.awssdk.services.dynamodb.model.SourceTableDetails;

/**
 * Any number of backups of a few tables, of every type and with ARNs of DynamoDB's own and of AWS Backup's, several of
 * them created in the same millisecond. The same seed makes the same backups, counted back from the current day:
 * expired ones expired at least an hour ago, and the others will not expire within an hour.
 */
final class ManyBackups {

    /** One name begins with another, and one is a type's. */
    static final List<String> TABLES = List.of("Music", "Music-2", "Music.Archive", "Orders", "USER");

    private static final Duration SYSTEM_LIFETIME = Duration.ofDays(35);
    private static final Duration OLDEST = SYSTEM_LIFETIME.multipliedBy(2);
    private static final Instant FAR_AWAY = Instant.parse("2099-12-31T00:00:00Z");

    private final Random random;
    private final Instant now;
    private Instant created;

    ManyBackups(long seed, Instant now) {
        this.random = new Random(seed);
        this.now = Instant.ofEpochMilli(now.toEpochMilli());
        this.created = this.now;
    }

    /** A backup of that place, created at any time, and perhaps when the one before it was. */
    BackupDescription next(Place place) {
        if (random.nextInt(3) > 0) {
            created = now.minus(Duration.ofMillis(1 + random.nextLong(OLDEST.toMillis())));
        }
        return next(place, created);
    }

    /** A backup of that place, created at that time. */
    BackupDescription next(Place place, Instant time) {
        return switch (random.nextInt(10)) {
            case 0, 1, 2, 3, 4 -> ofDynamoDb(place, time, BackupType.USER);
            case 5, 6 ->
                random.nextBoolean() ? ofDynamoDb(place, time, BackupType.AWS_BACKUP) : ofAwsBackup(place, time);
            default -> ofDynamoDb(place, time, BackupType.SYSTEM);
        };
    }

    private BackupDescription ofDynamoDb(Place place, Instant time, BackupType type) {
        String table = anyOf(TABLES);
        int id = type == BackupType.SYSTEM ? 0 : random.nextInt();
        String arn = tableArn(place, table) + String.format(Locale.ROOT, "/backup/%014d-%08x", time.toEpochMilli(), id);
        return backup(place, table, arn, time, type);
    }

    private BackupDescription ofAwsBackup(Place place, Instant time) {
        String arn = "arn:aws:backup:" + place.region() + ":" + place.account() + ":recovery-point:"
                + new UUID(random.nextLong(), random.nextLong());
        return backup(place, anyOf(TABLES), arn, time, BackupType.AWS_BACKUP);
    }

    private BackupDescription backup(Place place, String table, String arn, Instant time, BackupType type) {
        BackupDetails details = BackupDetails.builder().backupArn(arn)
                .backupName(type == BackupType.SYSTEM ? table + "$DeletedTableBackup" : "backup")
                .backupSizeBytes((long) random.nextInt(1 << 20)).backupStatus(BackupStatus.AVAILABLE).backupType(type)
                .backupCreationDateTime(time).backupExpiryDateTime(expiry(type, time)).build();
        SourceTableDetails source = SourceTableDetails.builder().tableName(table)
                .tableId(UUID.nameUUIDFromBytes(new byte[]{(byte) TABLES.indexOf(table)}).toString())
                .tableArn(tableArn(place, table)).tableCreationDateTime(Instant.EPOCH).build();
        return BackupDescription.builder().backupDetails(details).sourceTableDetails(source).build();
    }

    /**
     * The expiry. Sometimes it is later than AWS allows, and always if the backup would otherwise expire during the
     * test.
     */
    private @Nullable Instant expiry(BackupType type, Instant time) {
        if (type != BackupType.SYSTEM) {
            return null;
        }
        Instant expiry = time.plus(SYSTEM_LIFETIME);
        boolean isSoon = Duration.between(expiry, now).abs().compareTo(Duration.ofHours(1)) < 0;
        return isSoon || random.nextInt(10) == 0 ? FAR_AWAY : expiry;
    }

    static String tableArn(Place place, String table) {
        return new TableArn(place, table).toString();
    }

    private String anyOf(List<String> values) {
        return values.get(random.nextInt(values.size()));
    }
}
