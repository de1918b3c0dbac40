package org.backupmetadata.catalog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.backupmetadata.catalog.Attributes.Index;
import org.backupmetadata.model.BackupArn;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClient;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbTable;
import software.amazon.awssdk.enhanced.dynamodb.Expression;
import software.amazon.awssdk.enhanced.dynamodb.Key;
import software.amazon.awssdk.enhanced.dynamodb.model.Page;
import software.amazon.awssdk.enhanced.dynamodb.model.QueryConditional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/**
 * The table and its indexes. Every method throws an {@link software.amazon.awssdk.core.exception.SdkException} if the
 * table does not answer, and a {@link WrongAnswerException} if its answer is one to another question.
 */
final class ItemTable {

    private final DynamoDbTable<ItemAttributes> table;

    ItemTable(DynamoDbClient client, String tableName) {
        this.table = DynamoDbEnhancedClient.builder().dynamoDbClient(client).extensions().build().table(tableName,
                new ItemSchema());
    }

    /**
     * The item of a backup. Reads eventually consistent, which costs half, and asks once more with strong consistency
     * before anyone is told that there is none.
     */
    Optional<ItemAttributes> find(BackupArn arn) {
        return get(arn, false).or(() -> get(arn, true));
    }

    /** The item of a backup as the last write left it. */
    Optional<ItemAttributes> findLatest(BackupArn arn) {
        return get(arn, true);
    }

    private Optional<ItemAttributes> get(BackupArn arn, boolean consistent) {
        Optional<ItemAttributes> item = Optional.ofNullable(read(arn.text(), consistent));
        item.filter(found -> !arn.text().equals(found.arn())).ifPresent(found -> {
            throw new WrongAnswerException(arn.text(), found.arn());
        });
        return item;
    }

    @SuppressWarnings("NullAway") // The client's interface does not declare that the item may be null.
    private ItemAttributes read(String key, boolean consistent) {
        return table.getItem(
                request -> request.key(Key.builder().partitionValue(key).build()).consistentRead(consistent));
    }

    /** Makes the cheapest possible call. */
    void connect() {
        read("nothing", false);
    }

    /**
     * Writes an item if the one in the table is still the one that was read.
     *
     * @param read the item as it was read, or nothing if there was none
     * @return whether the item was written
     */
    boolean replace(Optional<ItemAttributes> read, ItemAttributes item) {
        try {
            table.putItem(request -> request.item(item).conditionExpression(isStill(read)));
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        }
    }

    private static Expression isStill(Optional<ItemAttributes> read) {
        if (read.isEmpty()) {
            return Expression.builder().expression("attribute_not_exists(" + Attributes.BACKUP_ARN + ")").build();
        }
        List<String> conditions = new ArrayList<>();
        Map<String, String> names = new HashMap<>();
        Map<String, AttributeValue> values = new HashMap<>();
        for (String name : Attributes.DECIDING) {
            AttributeValue value = read.get().values().get(name);
            names.put("#" + name, name);
            if (value == null) {
                conditions.add("attribute_not_exists(#" + name + ")");
            } else {
                conditions.add("#" + name + " = :" + name);
                values.put(":" + name, value);
            }
        }
        return Expression.builder().expression(String.join(" AND ", conditions)).expressionNames(names)
                .expressionValues(values).build();
    }

    /**
     * The pages of one partition of an index, read one by one as they are asked for. Eventually consistent, as every
     * index.
     *
     * @param from the first position in creation order
     * @param to the last
     * @param pageSize how many items a page has at most
     */
    Stream<Page<ItemAttributes>> pages(Index index, String partition, String from, String to, int pageSize,
            boolean ascending) {
        QueryConditional range = QueryConditional.sortBetween(
                key -> key.partitionValue(partition).sortValue(from),
                key -> key.partitionValue(partition).sortValue(to));
        return table.index(index.indexName())
                .query(request -> request.queryConditional(range).limit(pageSize).scanIndexForward(ascending))
                .stream().peek(page -> {
                    if (page.count() == null) {
                        throw new WrongAnswerException(index.indexName() + " of " + partition, "no page");
                    }
                });
    }
}
