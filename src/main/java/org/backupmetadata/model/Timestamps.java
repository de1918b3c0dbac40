package org.backupmetadata.model;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;

/** Points in time: in seconds since the epoch, as on the wire and in the table, and as text for people. */
public final class Timestamps {

    private static final DateTimeFormatter TEXT = new DateTimeFormatterBuilder().appendInstant(3)
            .toFormatter(Locale.ROOT);

    private Timestamps() {
    }

    /** The number whose text in Java is DynamoDB's. Whole milliseconds only: SDKs disagree about finer fractions. */
    public static double toEpochSeconds(Instant instant) {
        int milliseconds = instant.getNano() / 1_000_000;
        return (instant.getEpochSecond() * 1000.0 + milliseconds) / 1000.0;
    }

    /** A time that is given in seconds since the epoch, rounded to the millisecond. */
    public static Instant ofEpochSeconds(double seconds) {
        return Instant.ofEpochMilli(Math.round(seconds * 1000.0));
    }

    /** Seconds since the epoch without any loss, for the table. */
    static BigDecimal toDecimal(Instant instant) {
        return BigDecimal.valueOf(instant.getEpochSecond()).add(BigDecimal.valueOf(instant.getNano(), 9))
                .stripTrailingZeros();
    }

    /**
     * The inverse of {@link #toDecimal}.
     *
     * @throws ArithmeticException or {@link java.time.DateTimeException} if Java has no such time
     */
    static Instant ofDecimal(BigDecimal seconds) {
        BigDecimal[] parts = seconds.divideAndRemainder(BigDecimal.ONE);
        return Instant.ofEpochSecond(parts[0].longValueExact(), parts[1].movePointRight(9).longValue());
    }

    /**
     * ISO 8601 in UTC with three digits of a second, so that texts sort as times do: {@code 2026-01-01T00:00:00.000Z}.
     */
    public static String text(Instant instant) {
        return TEXT.format(instant);
    }
}
