package org.backupmetadata.catalog;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HexFormat;
import software.amazon.awssdk.services.dynamodb.model.BackupDescription;
import software.amazon.awssdk.services.dynamodb.model.BackupStatus;

/**
 * What tells a newer description of a backup from an older one: its place in the life cycle, and when somebody saw it. The
 * greater is the newer.
 *
 * @param phase 0 while the backup is {@code CREATING}, 1 afterwards: what has been available is never being created again
 * @param at when it was seen, in whole milliseconds
 * @param digest of the content, which decides between two that were seen in the same millisecond: any will do, but
 * everywhere the same
 */
public record Sighting(int phase, Instant at, String digest) implements Comparable<Sighting> {

    private static final int DIGEST_BYTES = 8;
    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private static final Comparator<Sighting> ORDER = Comparator.comparingInt(Sighting::phase)
            .thenComparing(Sighting::at).thenComparing(Sighting::digest);

    static Sighting of(BackupDescription description, Instant at) {
        int phase = description.backupDetails().backupStatus() == BackupStatus.CREATING ? 0 : 1;
        return new Sighting(phase, at.truncatedTo(ChronoUnit.MILLIS), digest(description));
    }

    private static String digest(BackupDescription description) {
        try {
            byte[] content = BackupItem.DESCRIPTION.transformFrom(description).toString()
                    .getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content), 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The value of the item's attribute, as {@link #toString} writes it. */
    static Sighting parse(String text) {
        String[] parts = text.split(" ", 3);
        return new Sighting(Integer.parseInt(parts[0]), Instant.parse(parts[1]), parts[2]);
    }

    @Override
    public int compareTo(Sighting other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return phase + " " + TIME.format(at) + " " + digest;
    }
}
