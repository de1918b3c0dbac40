package org.backupmetadata.catalog;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.backupmetadata.model.BackupArn;
import software.amazon.awssdk.services.dynamodb.model.BackupDescription;

/** Whatever may be seen of one backup: few times, so that many things are seen at the same one. */
final class Observations {

    static final BackupArn ARN = BackupArn
            .parse("arn:aws:dynamodb:us-east-1:111122223333:table/Music/backup/01489173575360-b308cd7d");
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private Observations() {
    }

    static Arbitrary<List<Observation>> any() {
        Arbitrary<Instant> times = Arbitraries.integers().between(0, 5).map(Observations::minute);
        Arbitrary<Observation> sightings = Combinators
                .combine(Arbitraries.of("CREATING", "AVAILABLE", "DELETED", "VERIFYING"),
                        Arbitraries.of("USER", "AWS_BACKUP", "SYSTEM"), Arbitraries.integers().between(0, 2), times)
                .as((status, type, size, at) -> Observation.seen(description(status, type, size), at));
        Arbitrary<Observation> ends = Combinators.combine(Arbitraries.of(DeletionReason.class), times)
                .as((reason, at) -> Observation.gone(ARN, at, reason));
        return Arbitraries.oneOf(sightings, ends).list().ofMinSize(1).ofMaxSize(6);
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
}
