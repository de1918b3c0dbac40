package org.backupmetadata.catalog;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.BackupDescription;
import software.amazon.awssdk.services.dynamodb.model.BackupDetails;
import software.amazon.awssdk.services.dynamodb.model.BackupStatus;
import software.amazon.awssdk.services.dynamodb.model.BackupType;

/** What the catalogue wants to know of AWS's descriptions, in which everything may be absent. */
final class Descriptions {

    private Descriptions() {
    }

    /** All that is known of a backup of which only the end was seen. */
    static BackupDescription ofNothingBut(BackupArn arn) {
        return BackupDescription.builder().backupDetails(details -> details.backupArn(arn.text())).build();
    }

    /** The same description of a backup that is gone. */
    static BackupDescription deleted(BackupDescription description) {
        BackupDetails details = description.backupDetails();
        return description.toBuilder().backupDetails((details == null ? BackupDetails.builder() : details.toBuilder())
                .backupStatus(BackupStatus.DELETED).build()).build();
    }

    static boolean isDeleted(@Nullable BackupDetails details) {
        return details != null && details.backupStatus() == BackupStatus.DELETED;
    }

    /** The end that a backup has by the clock: only those that DynamoDB makes of deleted tables have one. */
    static @Nullable Deletion expiry(@Nullable BackupDetails details) {
        return details == null ? null : expiry(details.backupType(), details.backupExpiryDateTime());
    }

    /** The same of a type and a {@code BackupExpiryDateTime}. */
    static @Nullable Deletion expiry(@Nullable BackupType type, @Nullable Instant expiry) {
        return type != BackupType.SYSTEM || expiry == null ? null : new Deletion(expiry, DeletionReason.EXPIRED);
    }
}
