package org.backupmetadata.model;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The parsed ARN of a backup. All other code uses this value and not the text.
 *
 * <p>Two forms are in use: DynamoDB's own,
 * {@code arn:<partition>:dynamodb:<region>:<account>:table/<table>/backup/<14 digits>-<8 lower-case hex digits>}, and
 * AWS Backup's, {@code arn:<partition>:backup:<region>:<account>:recovery-point:<id>}.
 *
 * @param text the ARN as it was sent, which is also the catalogue's key
 * @param place the owner, and a Region that this version of the AWS SDK knows and that belongs to the ARN's partition
 * @param tableName the table that was backed up, or null if the ARN does not say: AWS Backup's do not
 * @param id the last part; in DynamoDB's own form it begins with the creation time in milliseconds, in 14 digits
 */
public record BackupArn(String text, Place place, @Nullable String tableName, String id) {

    private static final Pattern SHAPE = Pattern
            .compile("arn:([^:]*):([^:]*):([^:]*):([^:]*):(table/.*/backup/.*|recovery-point:.*)", Pattern.DOTALL);
    private static final Pattern DYNAMODB_RESOURCE = Pattern
            .compile("table/(" + TableArn.TABLE_NAME + ")/backup/([0-9]{14}-[0-9a-f]{8})");
    private static final Pattern AWS_BACKUP_RESOURCE = Pattern.compile("recovery-point:()([A-Za-z0-9-]+)");
    private static final Pattern NO_RESOURCE = Pattern.compile("(?!)");
    private static final int CREATION_DIGITS = 14;
    private static final String OF_DELETED_TABLE = "-00000000";

    /**
     * Parses what a caller or a backup description names as a backup.
     *
     * @throws InvalidBackupArnException if it is not the ARN of a backup, or is one with a part that cannot be
     */
    public static BackupArn parse(String text) {
        Matcher arn = SHAPE.matcher(text);
        if (!arn.matches()) {
            throw new InvalidBackupArnException(InvalidBackupArnException.Reason.NOT_A_BACKUP_ARN);
        }
        String region = arn.group(3);
        Optional<AccountId> account = AccountId.find(arn.group(4));
        Matcher resource = resource(arn.group(2)).matcher(arn.group(5));
        if (!Regions.isIn(arn.group(1), region) || account.isEmpty() || !resource.matches()) {
            throw new InvalidBackupArnException(InvalidBackupArnException.Reason.INVALID_PART);
        }
        String tableName = resource.group(1);
        return new BackupArn(text, new Place(account.get(), region), tableName.isEmpty() ? null : tableName,
                resource.group(2));
    }

    /** The parts of a backup's ARN, or nothing if the text is not one. */
    public static Optional<BackupArn> find(String text) {
        try {
            return Optional.of(parse(text));
        } catch (InvalidBackupArnException e) {
            return Optional.empty();
        }
    }

    private static Pattern resource(String service) {
        return switch (service) {
            case "dynamodb" -> DYNAMODB_RESOURCE;
            case "backup" -> AWS_BACKUP_RESOURCE;
            default -> NO_RESOURCE;
        };
    }

    /** The table that was backed up, or nothing if the ARN does not say. */
    public Optional<TableArn> table() {
        return tableName == null ? Optional.empty() : Optional.of(new TableArn(place, tableName));
    }

    /** When the backup was created, to the millisecond, or nothing if the ARN does not say: AWS Backup's do not. */
    public Optional<Instant> creationTime() {
        return tableName == null
                ? Optional.empty()
                : Optional.of(Instant.ofEpochMilli(Long.parseLong(id, 0, CREATION_DIGITS, 10)));
    }

    /** Whether DynamoDB made this backup itself, of a table that was deleted. */
    public boolean isOfDeletedTable() {
        return tableName != null && id.endsWith(OF_DELETED_TABLE);
    }

    @Override
    public String toString() {
        return text;
    }
}
