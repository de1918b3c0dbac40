package org.backupmetadata.local;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Times as tools write them into JSON: epoch seconds or milliseconds, ISO 8601 with its variants, the date of HTTP, and
 * that of .NET. All are rounded to the millisecond, as on the wire: finer fractions come from binary numbers.
 */
final class WrittenTime {

    /** A time further away than this many digits of seconds is a mistake, whatever its unit. */
    private static final int MAX_SECOND_DIGITS = 12;

    /** The digits of milliseconds between 2001 and 2286, which Java's older date classes write. */
    private static final int MILLISECOND_DIGITS = 13;

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,13}(\\.[0-9]{1,18})?");

    /** PowerShell 5: {@code /Date(1516149542009)/}. */
    private static final Pattern DOT_NET = Pattern.compile("/Date\\((-?[0-9]{1,15})([+-][0-9]{4})?\\)/");

    /**
     * ISO 8601, and what resembles it: Python and Ruby write a space instead of the T, Ruby and Go another one before
     * the offset, Go the name of the zone after it, and {@code date} an offset without a colon.
     */
    private static final Pattern ISO = Pattern.compile(
            "(?<date>[0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ](?<time>[0-9]{2}:[0-9]{2}(:[0-9]{2}([.,][0-9]{1,9})?)?)"
                    + " ?((?<utc>[Zz]|UTC|GMT)|(?<hours>[+-][0-9]{2}):?(?<minutes>[0-9]{2})?)( [A-Z]{3,5})?");

    private WrittenTime() {
    }

    /**
     * The time in a number: seconds since the epoch, or a whole number of milliseconds.
     *
     * @throws DateTimeException if it is out of any sensible range
     */
    static Instant ofEpoch(BigDecimal number) {
        BigDecimal seconds = number.scale() == 0 && number.precision() == MILLISECOND_DIGITS
                ? number.movePointLeft(3)
                : number;
        if (seconds.precision() - (long) seconds.scale() > MAX_SECOND_DIGITS || seconds.scale() > 1000) {
            throw new DateTimeException("out of range");
        }
        return Instant.ofEpochMilli(seconds.movePointRight(3).setScale(0, RoundingMode.HALF_UP).longValueExact());
    }

    /**
     * The time in a text.
     *
     * @throws DateTimeException if the text is no time, or has no offset: it could be in any time zone
     */
    static Instant parse(String text) {
        String written = text.strip();
        Matcher iso = ISO.matcher(written);
        Matcher dotNet = DOT_NET.matcher(written);
        if (iso.matches()) {
            return rounded(OffsetDateTime.parse(iso.group("date") + "T" + iso.group("time").replace(',', '.')
                    + offset(iso)).toInstant());
        } else if (dotNet.matches()) {
            return Instant.ofEpochMilli(Long.parseLong(dotNet.group(1)));
        } else if (NUMBER.matcher(written).matches()) {
            return ofEpoch(new BigDecimal(written));
        }
        return rounded(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(written)));
    }

    private static String offset(Matcher iso) {
        if (iso.group("utc") != null) {
            return "Z";
        }
        return iso.group("hours") + ":" + (iso.group("minutes") == null ? "00" : iso.group("minutes"));
    }

    private static Instant rounded(Instant time) {
        return Instant.ofEpochMilli(time.plus(Duration.ofNanos(500_000)).toEpochMilli());
    }
}
