package org.backupmetadata.api;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.backupmetadata.catalog.BackupCatalog;
import org.backupmetadata.catalog.CoverageTable;

/**
 * The API, independent of API Gateway: the operations, and the two dialects in which they are asked. Every request gets
 * an answer, never an exception. Thread-safe.
 */
public final class BackupApi {

    private final GetDialect gets;
    private final AwsJsonDialect others;

    /**
     * An API over that catalogue.
     *
     * @param coverage what is known of its completeness, if that is to be told
     * @param readers the accounts that may read the backups of every account
     * @param region the Region of requests whose path names none
     */
    public BackupApi(BackupCatalog catalog, Optional<CoverageTable> coverage, Readers readers, String region) {
        DescribeBackup describeBackup = new DescribeBackup(catalog, readers);
        ListBackups listBackups = new ListBackups(catalog, readers);
        gets = new GetDialect(region, describeBackup, listBackups,
                coverage.map(table -> new DescribeCoverage(table, readers, InstantSource.system())));
        others = new AwsJsonDialect(region, List.of(describeBackup, listBackups, new DescribeEndpoints()));
    }

    /** Answers a request, and notes its subject and its outcome in {@code log}. */
    public ApiResponse handle(ApiRequest request, RequestLog log) {
        log.caller(request.caller());
        Dialect dialect = gets.claims(request) ? gets : others;
        try {
            return dialect.answer(request, log);
        } catch (RuntimeException e) {
            Failure failure = Failure.of(e);
            log.failure(failure);
            return dialect.failure(request, failure);
        }
    }
}
