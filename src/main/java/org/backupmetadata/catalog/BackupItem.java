package org.backupmetadata.catalog;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticAttributeTags;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticImmutableTableSchema;
import software.amazon.awssdk.services.dynamodb.model.BackupDescription;
import software.amazon.awssdk.services.dynamodb.model.BackupDetails;

/**
 * One backup as the table keeps it: its ARN is the key, its description a map under AWS's names, so that anyone who opens
 * the table in the console can read it.
 */
public record BackupItem(String backupArn, BackupDescription description) {

    /** The table's schema for the Enhanced Client. The table itself is defined in {@code template.yaml}. */
    public static final TableSchema<BackupItem> SCHEMA = StaticImmutableTableSchema
            .builder(BackupItem.class, Builder.class).newItemBuilder(Builder::new, Builder::build)
            .addAttribute(String.class,
                    a -> a.name("BackupArn").getter(BackupItem::backupArn).setter(Builder::backupArn)
                            .tags(StaticAttributeTags.primaryPartitionKey()))
            .addAttribute(BackupDescription.class,
                    a -> a.name("BackupDescription").getter(BackupItem::description).setter(Builder::description)
                            .attributeConverter(
                                    new AwsModelConverter<>(BackupDescription.class, BackupDescription::builder)))
            .build();

    /**
     * The item that keeps this description.
     *
     * @throws InvalidBackupArnException if the description names no backup
     */
    public static BackupItem of(BackupDescription description) {
        BackupDetails details = description.backupDetails();
        String arn = details == null || details.backupArn() == null ? "" : details.backupArn();
        return new BackupItem(BackupArn.parse(arn).text(), description);
    }

    /** What the Enhanced Client fills in, attribute by attribute. */
    private static final class Builder {
        private @Nullable String backupArn;
        private @Nullable BackupDescription description;

        void backupArn(String value) {
            backupArn = value;
        }

        void description(BackupDescription value) {
            description = value;
        }

        BackupItem build() {
            if (backupArn == null || description == null) {
                throw new IllegalStateException("the item has no description: " + backupArn);
            }
            return new BackupItem(backupArn, description);
        }
    }
}
