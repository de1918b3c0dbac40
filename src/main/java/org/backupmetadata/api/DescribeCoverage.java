package org.backupmetadata.api;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.backupmetadata.catalog.Coverage;
import org.backupmetadata.catalog.CoverageTable;
import org.backupmetadata.model.AccountId;
import org.backupmetadata.model.Json;
import org.backupmetadata.model.Timestamps;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;

/**
 * How complete the catalogue is, for each account and Region that was heard of or swept, in that order. No operation of
 * DynamoDB's: it has only a GET. Its times are in seconds since 1970, as in AWS JSON; what is not known yet is left
 * out.
 */
final class DescribeCoverage {

    static final String NAME = "DescribeCoverage";

    private static final Comparator<Coverage> BY_PLACE = Comparator
            .comparing((Coverage coverage) -> coverage.place().account().digits())
            .thenComparing(coverage -> coverage.place().region());

    private final CoverageTable table;
    private final Readers readers;
    private final InstantSource clock;

    DescribeCoverage(CoverageTable table, Readers readers, InstantSource clock) {
        this.table = table;
        this.readers = readers;
        this.clock = clock;
    }

    /**
     * The coverage of one account, or of all that the caller may read; notes in {@code log} which.
     *
     * @param account the account, or null for all
     * @throws ApiException if the caller may not read what belongs to that account
     */
    OperationResult answer(Caller caller, @Nullable AccountId account, RequestLog log) {
        AccountId one = account == null && !readers.mayReadEverything(caller) ? caller.account() : account;
        log.subject(new Subject.Completeness(one));
        if (one != null) {
            readers.requireMayRead(caller, one);
        }
        List<Coverage> coverage = one == null ? table.all() : table.ofAccount(one);
        return new OperationResult(document(coverage.stream().sorted(BY_PLACE).toList()), Map.of());
    }

    private SdkBytes document(List<Coverage> coverage) {
        Instant now = clock.instant();
        return SdkBytes.fromByteArrayUnsafe(Json.write(json -> {
            json.startObject();
            json.name("Coverage");
            json.startArray();
            for (Coverage each : coverage) {
                write(json, each, now);
            }
            json.endArray();
            json.endObject();
        }));
    }

    /** In alphabetical order, as every document. */
    private static void write(Json.Writer json, Coverage coverage, Instant now) throws IOException {
        Coverage.Proof proof = coverage.proof();
        Coverage.Problem problem = coverage.problem();
        json.startObject();
        json.member("AccountId", coverage.place().account().digits());
        json.member("BackupCount", coverage.counts().living());
        time(json, "CompleteAt", proof.completeAt());
        time(json, "DeletionsAt", proof.deletionsAt());
        time(json, "EventAt", coverage.heard().eventAt());
        time(json, "HeartbeatAt", coverage.heard().heartbeatAt());
        if (problem != null) {
            json.member("Problem", problem.kind());
            time(json, "ProblemSince", problem.since());
        }
        Coverage.RecoveryPoints points = coverage.recoveryPoints();
        json.member("RecoveryPointCount", points.living());
        time(json, "RecoveryPointsAt", points.at());
        if (points.problem() != null) {
            json.member("RecoveryPointsProblem", points.problem().kind());
            time(json, "RecoveryPointsProblemSince", points.problem().since());
        }
        json.member("Region", coverage.place().region());
        if (coverage.heard().isSilent(now)) {
            json.member("Silent", true);
        }
        json.member("UndescribedCount", coverage.counts().undescribed());
        time(json, "VisitedAt", proof.visitedAt());
        json.endObject();
    }

    private static void time(Json.Writer json, String name, @Nullable Instant time) throws IOException {
        if (time != null) {
            json.member(name, Timestamps.toEpochSeconds(time));
        }
    }
}
