package org.backupmetadata.catalog;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Optional;
import org.backupmetadata.model.AwsJson;
import org.backupmetadata.model.Timestamps;
import software.amazon.awssdk.services.dynamodb.model.BackupDescription;
import software.amazon.awssdk.services.dynamodb.model.BackupDetails;
import software.amazon.awssdk.services.dynamodb.model.BackupStatus;

/**
 * Which observation a part of an item is from. The greatest counts, in whichever order they are recorded.
 *
 * @param rank comes before time. For a backup's details, 0 while it is {@code CREATING} and 1 afterwards, since a
 * backup never returns to that status; for the description of its table, 1 if that is complete and 0 otherwise
 * @param at when the part was seen, in whole milliseconds
 * @param digest of the part's content in AWS JSON. Between two observations of the same millisecond it decides: any
 * order would do if it is the same everywhere
 */
record Revision(int rank, Instant at, String digest) implements Comparable<Revision> {

    private static final int DIGEST_BYTES = 8;

    private static final Comparator<Revision> ORDER = Comparator.comparingInt(Revision::rank)
            .thenComparing(Revision::at).thenComparing(Revision::digest);

    Revision {
        at = at.truncatedTo(ChronoUnit.MILLIS);
    }

    /** The revision of a description's details. */
    static Revision ofDetails(BackupDetails details, Instant at) {
        BackupDescription part = BackupDescription.builder().backupDetails(details).build();
        return new Revision(details.backupStatus() == BackupStatus.CREATING ? 0 : 1, at, digest(part));
    }

    /** The revision of a description's part about the table, or nothing if it has none. */
    static Optional<Revision> ofTable(BackupDescription description, Instant at) {
        if (!Descriptions.hasTable(description)) {
            return Optional.empty();
        }
        BackupDescription part = description.toBuilder().backupDetails((BackupDetails) null).build();
        return Optional.of(new Revision(Descriptions.isComplete(description) ? 1 : 0, at, digest(part)));
    }

    private static String digest(BackupDescription part) {
        try {
            byte[] content = AwsJson.write(part).asByteArrayUnsafe();
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content), 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The revision in an item's attribute, as {@link #toString} writes it, or nothing if the text is none. */
    static Optional<Revision> find(String text) {
        String[] parts = text.split(" ", 3);
        try {
            return parts.length < 3
                    ? Optional.empty()
                    : Optional.of(new Revision(Integer.parseInt(parts[0]), Instant.parse(parts[1]), parts[2]));
        } catch (NumberFormatException | DateTimeException e) {
            return Optional.empty();
        }
    }

    @Override
    public int compareTo(Revision other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return rank + " " + Timestamps.text(at) + " " + digest;
    }
}
