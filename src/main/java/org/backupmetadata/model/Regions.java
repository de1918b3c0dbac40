package org.backupmetadata.model;

import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.regions.Region;

/** The Regions that this version of the AWS SDK knows, and the partitions that they belong to. */
public final class Regions {

    /**
     * How the names of Regions outside the partition {@code aws} begin. The SDK knows this, too, but loads hundreds of
     * classes to say it; a test compares the two.
     */
    private static final Map<String, String> PARTITION_OF_PREFIX = Map.of("cn-", "aws-cn", "us-gov-", "aws-us-gov",
            "us-iso-", "aws-iso", "us-isob-", "aws-iso-b", "eu-isoe-", "aws-iso-e", "us-isof-", "aws-iso-f", "eusc-",
            "aws-eusc");

    /** Every Region, with its partition. */
    private static final Map<String, String> PARTITIONS = Region.regions().stream()
            .filter(region -> !region.isGlobalRegion())
            .collect(Collectors.toUnmodifiableMap(Region::id, region -> partition(region.id())));

    private Regions() {
    }

    /** The partition of a Region, by its name. */
    static String partition(String region) {
        return PARTITION_OF_PREFIX.entrySet().stream().filter(prefix -> region.startsWith(prefix.getKey()))
                .map(Map.Entry::getValue).findFirst().orElse("aws");
    }

    /** Whether there is a Region of that name. */
    public static boolean contains(String region) {
        return PARTITIONS.containsKey(region);
    }

    /** Whether that Region is one of that partition. */
    static boolean isIn(String partition, String region) {
        return partition.equals(PARTITIONS.get(region));
    }
}
