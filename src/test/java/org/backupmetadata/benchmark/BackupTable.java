package org.backupmetadata.benchmark;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.backupmetadata.catalog.BackupItem;
import org.backupmetadata.catalog.Observation;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BackupDescription;
import software.amazon.awssdk.services.dynamodb.model.BackupDetails;
import software.amazon.awssdk.services.dynamodb.model.BackupStatus;
import software.amazon.awssdk.services.dynamodb.model.BackupType;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexInfo;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.LocalSecondaryIndexInfo;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.SourceTableDetails;
import software.amazon.awssdk.services.dynamodb.model.SourceTableFeatureDetails;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** A table of backups to measure lookups in: a smallest, a usual and a largest description, and any number of others. */
public final class BackupTable {
    /** The account that owns the backups. */
    public static final String ACCOUNT = "111122223333";

    private static final String TABLE_ARN = "arn:aws:dynamodb:us-east-1:" + ACCOUNT + ":table/Orders";

    /** A backup that there is none of. */
    public static final String MISSING_ARN = TABLE_ARN + "/backup/00000000000001-00000000";

    private static final SourceTableFeatureDetails NO_FEATURES = SourceTableFeatureDetails.builder().build();
    private static final int BATCH = 25;

    private BackupTable() {
    }

    /** Creates a table as {@code template.yaml} does, empty. */
    public static void create(DynamoDbClient client, String name) {
        client.createTable(request -> request.tableName(name).billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(AttributeDefinition.builder().attributeName("BackupArn")
                        .attributeType(ScalarAttributeType.S).build())
                .keySchema(KeySchemaElement.builder().attributeName("BackupArn").keyType(KeyType.HASH).build()));
    }

    /** Stores one description. */
    public static void put(DynamoDbClient client, String table, BackupDescription backup) {
        client.putItem(request -> request.tableName(table).item(item(backup)));
    }

    /** Stores so many small descriptions, different ones for each number to start from. */
    public static void fill(DynamoDbClient client, String table, int from, int backups) {
        List<WriteRequest> batch = new ArrayList<>(BATCH);
        for (int i = from; i < from + backups; i++) {
            batch.add(WriteRequest.builder()
                    .putRequest(PutRequest.builder().item(item(describe(1_600_000_000_000L + i, NO_FEATURES))).build())
                    .build());
            if (batch.size() == BATCH || i == from + backups - 1) {
                client.batchWriteItem(request -> request.requestItems(Map.of(table, batch)));
                batch.clear();
            }
        }
    }

    /** A description of a table without indexes or other features. */
    public static BackupDescription smallest() {
        return describe(1_500_000_000_000L, NO_FEATURES);
    }

    /** A description as most tables have it: one index, a stream, encryption. */
    public static BackupDescription usual() {
        return describe(1_500_000_000_001L, SourceTableFeatureDetails.builder()
                .globalSecondaryIndexes(globalIndex(0, ProjectionType.ALL))
                .streamDescription(s -> s.streamEnabled(true).streamViewType("NEW_AND_OLD_IMAGES"))
                .sseDescription(s -> s.status("ENABLED").sseType("KMS")
                        .kmsMasterKeyArn("arn:aws:kms:us-east-1:111122223333:key/4c1f1e0a-0b1e-4b5c-9e52-3d1f6d0b2a77"))
                .build());
    }

    /** The largest description there can be: 20 global and 5 local indexes of 20 projected attributes each. */
    public static BackupDescription largest() {
        return describe(1_500_000_000_002L, SourceTableFeatureDetails.builder()
                .globalSecondaryIndexes(
                        IntStream.range(0, 20).mapToObj(i -> globalIndex(i, ProjectionType.INCLUDE)).toList())
                .localSecondaryIndexes(IntStream.range(0, 5).mapToObj(BackupTable::localIndex).toList())
                .streamDescription(s -> s.streamEnabled(true).streamViewType("NEW_AND_OLD_IMAGES"))
                .timeToLiveDescription(t -> t.timeToLiveStatus("ENABLED").attributeName("expires"))
                .sseDescription(s -> s.status("ENABLED").sseType("KMS").kmsMasterKeyArn(
                        "arn:aws:kms:us-east-1:111122223333:key/4c1f1e0a-0b1e-4b5c-9e52-3d1f6d0b2a77"))
                .build());
    }

    private static BackupDescription describe(long createdAt, SourceTableFeatureDetails features) {
        Instant created = Instant.ofEpochMilli(createdAt);
        BackupDetails details = BackupDetails.builder().backupArn(TABLE_ARN + "/backup/0" + createdAt + "-0a1b2c3d")
                .backupName("nightly").backupStatus(BackupStatus.AVAILABLE).backupType(BackupType.USER)
                .backupSizeBytes(1_234_567L).backupCreationDateTime(created).build();
        SourceTableDetails table = SourceTableDetails.builder().tableName("Orders").tableArn(TABLE_ARN)
                .tableId("8f7cf4d4-27a8-4f0f-8fd2-6f0b4cbb9c1e").itemCount(4242L).tableSizeBytes(1_234_567L)
                .tableCreationDateTime(Instant.ofEpochMilli(1_400_000_000_123L)).keySchema(keys("order", "line"))
                .provisionedThroughput(t -> t.readCapacityUnits(5L).writeCapacityUnits(5L))
                .billingMode(BillingMode.PROVISIONED).build();
        return BackupDescription.builder().backupDetails(details).sourceTableDetails(table)
                .sourceTableFeatureDetails(features).build();
    }

    private static GlobalSecondaryIndexInfo globalIndex(int number, ProjectionType projection) {
        return GlobalSecondaryIndexInfo.builder().indexName("by-customer-and-day-" + number)
                .keySchema(keys("customer", "day")).projection(projection(projection))
                .provisionedThroughput(t -> t.readCapacityUnits(5L).writeCapacityUnits(5L)).build();
    }

    private static LocalSecondaryIndexInfo localIndex(int number) {
        return LocalSecondaryIndexInfo.builder().indexName("by-order-and-status-" + number)
                .keySchema(keys("order", "status")).projection(projection(ProjectionType.INCLUDE)).build();
    }

    private static Projection projection(ProjectionType type) {
        List<String> attributes = IntStream.range(0, 20).mapToObj(i -> "projected-attribute-" + i).toList();
        return type == ProjectionType.INCLUDE
                ? Projection.builder().projectionType(type).nonKeyAttributes(attributes).build()
                : Projection.builder().projectionType(type).build();
    }

    private static List<KeySchemaElement> keys(String hash, String range) {
        return List.of(KeySchemaElement.builder().attributeName(hash).keyType(KeyType.HASH).build(),
                KeySchemaElement.builder().attributeName(range).keyType(KeyType.RANGE).build());
    }

    private static Map<String, AttributeValue> item(BackupDescription backup) {
        return BackupItem.SCHEMA.itemToMap(BackupItem.merge(null, Observation.seen(backup, Instant.EPOCH), null), true);
    }
}
