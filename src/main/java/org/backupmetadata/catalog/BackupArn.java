package org.backupmetadata.catalog;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import software.amazon.awssdk.regions.Region;

/**
 * The name of a backup, taken apart once: everything else asks this value and never the text.
 *
 * <p>Two forms are in use: DynamoDB's own,
 * {@code arn:<partition>:dynamodb:<region>:<account>:table/<table>/backup/<14 digits>-<8 lower-case hex digits>}, and
 * AWS Backup's, {@code arn:<partition>:backup:<region>:<account>:recovery-point:<id>} (wire contract, section 4).
 *
 * @param text the ARN as it was sent, which is also the catalogue's key
 * @param region a Region that this version of the AWS SDK knows and that belongs to the ARN's partition
 * @param account the owner, 12 digits
 */
public record BackupArn(String text, String region, String account) {

    private static final Pattern SHAPE = Pattern
            .compile("arn:([^:]*):([^:]*):([^:]*):([^:]*):(table/.*/backup/.*|recovery-point:.*)", Pattern.DOTALL);
    private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");
    private static final Pattern DYNAMODB_RESOURCE = Pattern
            .compile("table/[A-Za-z0-9_.-]{3,255}/backup/[0-9]{14}-[0-9a-f]{8}");
    private static final Pattern AWS_BACKUP_RESOURCE = Pattern.compile("recovery-point:[A-Za-z0-9-]+");

    /**
     * How the names of Regions outside the partition {@code aws} begin. The SDK knows this, too, but loads hundreds of
     * classes to say it; a test compares the two.
     */
    private static final Map<String, String> PARTITION_OF_PREFIX = Map.of("cn-", "aws-cn", "us-gov-", "aws-us-gov",
            "us-iso-", "aws-iso", "us-isob-", "aws-iso-b", "eu-isoe-", "aws-iso-e", "us-isof-", "aws-iso-f", "eusc-",
            "aws-eusc");

    /** Every Region that the SDK knows, with its partition. */
    private static final Map<String, String> PARTITIONS = Region.regions().stream()
            .filter(region -> !region.isGlobalRegion())
            .collect(Collectors.toUnmodifiableMap(Region::id, region -> partition(region.id())));

    private static String partition(String region) {
        return PARTITION_OF_PREFIX.entrySet().stream().filter(prefix -> region.startsWith(prefix.getKey()))
                .map(Map.Entry::getValue).findFirst().orElse("aws");
    }

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
        String partition = arn.group(1);
        String region = arn.group(3);
        String account = arn.group(4);
        if (!partition.equals(PARTITIONS.get(region)) || !ACCOUNT.matcher(account).matches()
                || !isResource(arn.group(2), arn.group(5))) {
            throw new InvalidBackupArnException(InvalidBackupArnException.Reason.INVALID_PART);
        }
        return new BackupArn(text, region, account);
    }

    private static boolean isResource(String service, String resource) {
        return switch (service) {
            case "dynamodb" -> DYNAMODB_RESOURCE.matcher(resource).matches();
            case "backup" -> AWS_BACKUP_RESOURCE.matcher(resource).matches();
            default -> false;
        };
    }

    @Override
    public String toString() {
        return text;
    }
}
