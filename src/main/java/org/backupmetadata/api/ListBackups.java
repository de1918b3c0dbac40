package org.backupmetadata.api;

import java.util.List;
import org.backupmetadata.catalog.BackupCatalog;
import org.backupmetadata.catalog.BackupPage;
import org.backupmetadata.catalog.BackupQuery;
import org.backupmetadata.model.BackupArn;
import org.backupmetadata.model.Place;
import org.backupmetadata.model.TableArn;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.BackupType;
import software.amazon.awssdk.services.dynamodb.model.BackupTypeFilter;
import software.amazon.awssdk.services.dynamodb.model.ListBackupsRequest;
import software.amazon.awssdk.services.dynamodb.model.ListBackupsResponse;

/** The operation ListBackups: a page of the backups of one account in one Region, in ascending order of creation. */
final class ListBackups implements Operation<ListBackupsRequest.Builder, ListBackupsRequest> {

    private static final int MAX_TABLE_NAME_LENGTH = 1024;

    /** The largest number of backups in a page, and the number without a {@code Limit}. */
    private static final int MAX_LIMIT = 100;

    /** In the order of the live service's error message. */
    private static final List<String> TYPES = List.of("ALL", "AWS_BACKUP", "USER", "SYSTEM");

    private final BackupCatalog catalog;
    private final Readers readers;

    ListBackups(BackupCatalog catalog, Readers readers) {
        this.catalog = catalog;
        this.readers = readers;
    }

    @Override
    public String name() {
        return "ListBackups";
    }

    @Override
    public ListBackupsRequest.Builder newInput() {
        return ListBackupsRequest.builder();
    }

    /**
     * Answers a request.
     *
     * @throws ApiException if the input breaks a constraint or the caller may not read that account's backups
     * @throws org.backupmetadata.model.InvalidBackupArnException if {@code ExclusiveStartBackupArn} is not the ARN of a
     * backup
     */
    @Override
    public OperationResult answer(CallContext call, ListBackupsRequest input, RequestLog log) {
        check(input);
        BackupArn after = input.exclusiveStartBackupArn() == null
                ? null
                : BackupArn.parse(input.exclusiveStartBackupArn());
        TableArn table = table(call, input.tableName());
        Place place = table == null ? call.place() : table.place();
        String tableName = table == null ? null : table.tableName();
        log.subject(new Subject.ListOfBackups(place,
                tableName != null && TableArn.isTableName(tableName) ? tableName : null));
        readers.requireMayRead(call.caller(), place.account());
        BackupPage page = catalog.list(new BackupQuery(place, tableName, type(input.backupType()),
                input.timeRangeLowerBound(), input.timeRangeUpperBound(), after, call.history(),
                input.limit() == null ? MAX_LIMIT : input.limit()));
        return OperationResult.of(ListBackupsResponse.builder().backupSummaries(page.backups())
                .lastEvaluatedBackupArn(page.more() ? page.backups().getLast().backupArn() : null).build());
    }

    private static void check(ListBackupsRequest input) {
        new Constraints().length("tableName", input.tableName(), 1, MAX_TABLE_NAME_LENGTH)
                .range("limit", input.limit(), 1, MAX_LIMIT)
                .arnLength("exclusiveStartBackupArn", input.exclusiveStartBackupArn())
                .oneOf("backupType", input.backupTypeAsString(), TYPES).check();
        if (input.timeRangeLowerBound() != null && input.timeRangeUpperBound() != null
                && input.timeRangeLowerBound().isAfter(input.timeRangeUpperBound())) {
            throw ApiError.VALIDATION
                    .exception("One or more parameter values were invalid: Time range lower bound must be"
                            + " less than or equal to upper bound");
        }
    }

    /** The table with that name or ARN, or null if there is neither. */
    private static @Nullable TableArn table(CallContext call, @Nullable String nameOrArn) {
        if (nameOrArn == null) {
            return null;
        }
        if (!nameOrArn.startsWith("arn:")) {
            return new TableArn(call.place(), nameOrArn);
        }
        return TableArn.find(nameOrArn)
                .orElseThrow(() -> ApiError.VALIDATION.exception("Invalid Request: TableName is not valid"));
    }

    /** The wanted type, or null for every type. */
    private static @Nullable BackupType type(@Nullable BackupTypeFilter filter) {
        return switch (filter) {
            case null -> BackupType.USER;
            case ALL, UNKNOWN_TO_SDK_VERSION -> null;
            default -> BackupType.fromValue(filter.toString());
        };
    }
}
