package org.backupmetadata.benchmark;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.backupmetadata.catalog.BackupCatalog;
import org.backupmetadata.local.LocalDatabase;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;

/**
 * Counts what a lookup or a list costs, in read units and in requests of the table. The units are those that the
 * database reports, but at least {@link #LEAST} a request.
 */
final class ReadUnits implements AutoCloseable {
    /** Requests of the table, and the read units of all of them. */
    record Cost(int requests, double units) {}

    /** What DynamoDB charges for a query that finds nothing; dynalite reports 0. */
    private static final double LEAST = 0.5;

    private final DynamoDbClient client;
    private final BackupCatalog catalog;
    private double units;
    private int requests;

    /** Counts what the catalogue reads in that table. */
    ReadUnits(LocalDatabase database, String table) {
        this.client = database.client(new Counting());
        this.catalog = new BackupCatalog(client, table, Duration.ofMinutes(1), InstantSource.system(), item -> {
            throw item;
        });
    }

    /** What that read costs. */
    Cost of(Consumer<BackupCatalog> read) {
        units = 0;
        requests = 0;
        read.accept(catalog);
        return new Cost(requests, units);
    }

    @Override
    public void close() {
        client.close();
    }

    private final class Counting implements ExecutionInterceptor {
        @Override
        public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
            return switch (context.request()) {
                case GetItemRequest get -> get.toBuilder().returnConsumedCapacity(ReturnConsumedCapacity.TOTAL).build();
                case QueryRequest query ->
                    query.toBuilder().returnConsumedCapacity(ReturnConsumedCapacity.TOTAL).build();
                case SdkRequest other -> throw new IllegalArgumentException("Not a read: " + other);
            };
        }

        @Override
        public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
            ConsumedCapacity consumed = switch (context.response()) {
                case GetItemResponse get -> get.consumedCapacity();
                case QueryResponse query -> query.consumedCapacity();
                default -> throw new IllegalArgumentException("Not a read: " + context.response());
            };
            units += Math.max(LEAST, consumed.capacityUnits());
            requests++;
        }
    }
}
