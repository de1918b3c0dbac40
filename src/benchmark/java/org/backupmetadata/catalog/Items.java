package org.backupmetadata.catalog;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.backupmetadata.model.BackupArn;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BackupDescription;

/** Items as the recorder writes them and the catalogue reads them, for benchmarks that need them without a table. */
public final class Items {

    private static final Instant SEEN_AT = Instant.EPOCH;

    private Items() {
    }

    /** The item of a backup that was observed once. */
    public static Map<String, AttributeValue> of(BackupDescription backup) {
        return BackupItem.merge(Optional.empty(), Observation.seen(backup, SEEN_AT), Optional.empty(), SEEN_AT)
                .attributes().values();
    }

    /** The backup in an item, as the SDK returns the item. */
    public static Backup read(BackupArn arn, Map<String, AttributeValue> item) {
        return BackupItem.parse(arn, new ItemSchema().mapToItem(item)).asOf(SEEN_AT);
    }
}
