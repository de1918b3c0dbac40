package org.backupmetadata.catalog;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.backupmetadata.model.BackupArn;
import software.amazon.awssdk.services.dynamodb.model.BackupDescription;
import software.amazon.awssdk.services.dynamodb.model.BackupDetails;
import software.amazon.awssdk.services.dynamodb.model.BackupSummary;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.SourceTableFeatureDetails;

/** Random observations of one backup, at few different times, so that many have the same time. */
final class Observations {

    static final BackupArn ARN = BackupArn
            .parse("arn:aws:dynamodb:us-east-1:111122223333:table/Music/backup/01489173575360-b308cd7d");
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private Observations() {
    }

    static Arbitrary<List<Observation>> any() {
        Arbitrary<Instant> times = Arbitraries.integers().between(0, 5).map(Observations::minute);
        Arbitrary<String> statuses = Arbitraries.of("CREATING", "AVAILABLE", "DELETED", "VERIFYING");
        Arbitrary<Integer> sizes = Arbitraries.integers().between(0, 2);
        Arbitrary<Observation> descriptions = Combinators
                .combine(statuses, Arbitraries.of("USER", "AWS_BACKUP", "SYSTEM"), sizes, times)
                .as((status, type, size, at) -> Observation.seen(description(status, type, size), at));
        Arbitrary<Observation> fullDescriptions = Combinators.combine(statuses, sizes, sizes, times)
                .as((status, size, items, at) -> Observation.seen(full(status, size, items), at));
        Arbitrary<Observation> events = Combinators.combine(statuses, sizes, times)
                .as((status, size, at) -> Observation.seen(detailsOnly(status, size), at));
        Arbitrary<Observation> summaries = Combinators.combine(statuses, sizes, times)
                .as((status, size, at) -> Observation.listed(summary(status, size), at));
        Arbitrary<Observation> ends = Combinators.combine(Arbitraries.of(DeletionReason.class), times)
                .as((reason, at) -> Observation.gone(ARN, at, reason));
        Arbitrary<Observation> questions = times.map(at -> Observation.askedInVain(ARN, at));
        return Arbitraries.oneOf(List.of(descriptions, fullDescriptions, events, summaries, ends, questions)).list()
                .ofMinSize(1).ofMaxSize(6);
    }

    static Instant minute(int minutes) {
        return START.plus(Duration.ofMinutes(minutes));
    }

    static BackupDescription description(String status, String type, long size) {
        return BackupDescription.builder().backupDetails(details -> {
            // Two of these names have the same hash code in Java.
            details.backupArn(ARN.text()).backupStatus(status).backupType(type)
                    .backupName(List.of("Aa", "BB", "C").get((int) size));
            if (type.equals("SYSTEM")) {
                details.backupExpiryDateTime(minute(3));
            }
        }).sourceTableDetails(table -> table.tableName("Music")).build();
    }

    /** What DescribeBackup answers. */
    static BackupDescription full(String status, long size) {
        return full(status, size, 0);
    }

    private static BackupDescription full(String status, long size, long items) {
        SourceTableFeatureDetails features = SourceTableFeatureDetails.builder()
                .streamDescription(stream -> stream.streamEnabled(items == 1)).build();
        return description(status, "USER", size).toBuilder()
                .sourceTableDetails(table -> table.tableName("Music").itemCount(items)
                        .keySchema(KeySchemaElement.builder().attributeName("Artist").keyType("HASH").build()))
                .sourceTableFeatureDetails(items == 0 ? null : features).build();
    }

    /** What an event says of a backup that was just made. */
    static BackupDescription detailsOnly(String status, long size) {
        return BackupDescription.builder().backupDetails(description(status, "USER", size).backupDetails()).build();
    }

    /** What ListBackups says. */
    static BackupSummary summary(String status, long size) {
        BackupDetails details = description(status, "USER", size).backupDetails();
        return BackupSummary.builder().backupArn(details.backupArn()).backupStatus(status).backupType("USER")
                .backupName(details.backupName()).tableName("Music").build();
    }
}
