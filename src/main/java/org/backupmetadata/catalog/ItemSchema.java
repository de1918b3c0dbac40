package org.backupmetadata.catalog;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.backupmetadata.catalog.Attributes.Index;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.enhanced.dynamodb.AttributeValueType;
import software.amazon.awssdk.enhanced.dynamodb.EnhancedType;
import software.amazon.awssdk.enhanced.dynamodb.TableMetadata;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticTableMetadata;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The table for the Enhanced Client: its keys and indexes, with items as they are. The client's own schemas convert
 * every attribute as they read it, so that one odd attribute of one item would fail a whole page.
 */
final class ItemSchema implements TableSchema<ItemAttributes> {

    private static final TableMetadata METADATA = metadata();

    private static TableMetadata metadata() {
        StaticTableMetadata.Builder keys = StaticTableMetadata.builder().addIndexPartitionKey(
                TableMetadata.primaryIndexName(), Attributes.BACKUP_ARN, AttributeValueType.S);
        for (Index index : Index.values()) {
            keys.addIndexPartitionKey(index.indexName(), index.partitionKey(), AttributeValueType.S)
                    .addIndexSortKey(index.indexName(), Attributes.CREATION_ORDER, AttributeValueType.S);
        }
        return keys.build();
    }

    @Override
    public ItemAttributes mapToItem(Map<String, AttributeValue> attributes) {
        return new ItemAttributes(attributes);
    }

    @Override
    public Map<String, AttributeValue> itemToMap(ItemAttributes item, boolean ignoreNulls) {
        return item.values();
    }

    @Override
    public Map<String, AttributeValue> itemToMap(ItemAttributes item, Collection<String> attributes) {
        Map<String, AttributeValue> values = new HashMap<>(item.values());
        values.keySet().retainAll(attributes);
        return values;
    }

    @Override
    public @Nullable AttributeValue attributeValue(ItemAttributes item, String attribute) {
        return item.values().get(attribute);
    }

    @Override
    public TableMetadata tableMetadata() {
        return METADATA;
    }

    @Override
    public EnhancedType<ItemAttributes> itemType() {
        return EnhancedType.of(ItemAttributes.class);
    }

    @Override
    public List<String> attributeNames() {
        return List.copyOf(METADATA.primaryKeys());
    }

    @Override
    public boolean isAbstract() {
        return false;
    }
}
