package org.backupmetadata.benchmark;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Gatherers;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.backupmetadata.catalog.Items;
import org.backupmetadata.local.LocalDatabase;
import org.backupmetadata.local.SamTemplate;
import org.backupmetadata.model.Place;
import org.backupmetadata.model.TableArn;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
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
import software.amazon.awssdk.services.dynamodb.model.SourceTableDetails;
import software.amazon.awssdk.services.dynamodb.model.SourceTableFeatureDetails;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * A table of backups to measure with: a smallest, a usual and a largest description to look up, and any number of
 * others to list, all in one account and Region. The backups created around {@link #MIDDLE} do not depend on that
 * number, so that the page that begins there is always the same full page, of the account's backups as of those of the
 * table {@link #LISTED}.
 */
public final class BackupTable {
    /** The account that owns the backups. */
    public static final String ACCOUNT = "111122223333";

    /** The Region of those backups. */
    public static final String REGION = "us-east-1";

    /** Half of the backups were created before this time. */
    public static final Instant MIDDLE = Instant.ofEpochMilli(1_600_000_000_000L);

    /** A table with 400 backups, half of them before {@link #MIDDLE}. */
    public static final String LISTED = "Invoices";

    /** The ARN of a backup that does not exist. */
    public static final String MISSING_ARN = tableArn("Orders") + "/backup/00000000000001-00000000";

    private static final int LISTED_BACKUPS = 400;

    /** How many other tables are backed up in turn. */
    private static final int TABLES = 500;

    private static final SourceTableFeatureDetails NO_FEATURES = SourceTableFeatureDetails.builder().build();
    private static final int BATCH = 25;

    private BackupTable() {
    }

    /** Creates a table as {@code template.yaml} does, empty. */
    public static void create(LocalDatabase database, String name) {
        database.createTable(
                SamTemplate.read(Path.of("template.yaml")).backupTable().toBuilder().tableName(name).build());
    }

    /** Stores one description. */
    public static void put(DynamoDbClient client, String table, BackupDescription backup) {
        client.putItem(request -> request.tableName(table).item(item(backup)));
    }

    /** Stores that many small descriptions. */
    public static void fill(DynamoDbClient client, String table, int backups) {
        put(client, table, IntStream.range(0, backups).mapToObj(BackupTable::other));
    }

    /** Stores any number of descriptions. */
    static void put(DynamoDbClient client, String table, Stream<BackupDescription> backups) {
        backups.map(BackupTable::item).map(item -> WriteRequest.builder().putRequest(put -> put.item(item)).build())
                .gather(Gatherers.windowFixed(BATCH))
                .forEach(batch -> client.batchWriteItem(request -> request.requestItems(Map.of(table, batch))));
    }

    /**
     * The backup of that number: one a minute, the first two next to {@link #MIDDLE}, the next ones before and after
     * those.
     */
    private static BackupDescription other(int number) {
        Instant created = MIDDLE.plus(Duration.ofMinutes(number % 2 == 0 ? number : -number));
        boolean listed = number < 2 * LISTED_BACKUPS && number % 4 < 2;
        return describe(listed ? LISTED : "Table-" + number % TABLES, created.toEpochMilli(), NO_FEATURES);
    }

    /** A description like {@link #usual}, of one of a hundred tables of that place. */
    static BackupDescription nightly(Place place, int number, Instant created) {
        String name = "Table-" + number % 100;
        String tableArn = new TableArn(place, name).toString();
        String arn = String.format(Locale.ROOT, "%s/backup/%014d-%08x", tableArn, created.toEpochMilli(), number);
        BackupDescription usual = usual();
        return usual.toBuilder()
                .backupDetails(usual.backupDetails().toBuilder().backupArn(arn)
                        .backupCreationDateTime(Instant.ofEpochMilli(created.toEpochMilli())).build())
                .sourceTableDetails(usual.sourceTableDetails().toBuilder().tableName(name).tableArn(tableArn).build())
                .build();
    }

    /** A description of a table without indexes or other features. */
    public static BackupDescription smallest() {
        return describe("Orders", 1_500_000_000_000L, NO_FEATURES);
    }

    /** The description of a common table: one index, a stream, encryption. */
    public static BackupDescription usual() {
        return describe("Orders", 1_500_000_000_001L, SourceTableFeatureDetails.builder()
                .globalSecondaryIndexes(globalIndex(0, ProjectionType.ALL))
                .streamDescription(s -> s.streamEnabled(true).streamViewType("NEW_AND_OLD_IMAGES"))
                .sseDescription(s -> s.status("ENABLED").sseType("KMS")
                        .kmsMasterKeyArn("arn:aws:kms:us-east-1:111122223333:key/4c1f1e0a-0b1e-4b5c-9e52-3d1f6d0b2a77"))
                .build());
    }

    /** The largest possible description: 20 global and 5 local indexes of 20 projected attributes each. */
    public static BackupDescription largest() {
        return describe("Orders", 1_500_000_000_002L, SourceTableFeatureDetails.builder()
                .globalSecondaryIndexes(
                        IntStream.range(0, 20).mapToObj(i -> globalIndex(i, ProjectionType.INCLUDE)).toList())
                .localSecondaryIndexes(IntStream.range(0, 5).mapToObj(BackupTable::localIndex).toList())
                .streamDescription(s -> s.streamEnabled(true).streamViewType("NEW_AND_OLD_IMAGES"))
                .timeToLiveDescription(t -> t.timeToLiveStatus("ENABLED").attributeName("expires"))
                .sseDescription(s -> s.status("ENABLED").sseType("KMS").kmsMasterKeyArn(
                        "arn:aws:kms:us-east-1:111122223333:key/4c1f1e0a-0b1e-4b5c-9e52-3d1f6d0b2a77"))
                .build());
    }

    private static String tableArn(String tableName) {
        return "arn:aws:dynamodb:" + REGION + ":" + ACCOUNT + ":table/" + tableName;
    }

    private static BackupDescription describe(String tableName, long createdAt, SourceTableFeatureDetails features) {
        Instant created = Instant.ofEpochMilli(createdAt);
        BackupDetails details = BackupDetails.builder()
                .backupArn(tableArn(tableName) + "/backup/0" + createdAt + "-0a1b2c3d")
                .backupName("nightly").backupStatus(BackupStatus.AVAILABLE).backupType(BackupType.USER)
                .backupSizeBytes(1_234_567L).backupCreationDateTime(created).build();
        SourceTableDetails table = SourceTableDetails.builder().tableName(tableName).tableArn(tableArn(tableName))
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
        return Items.of(backup);
    }
}
