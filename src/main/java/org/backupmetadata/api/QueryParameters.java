package org.backupmetadata.api;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.backupmetadata.model.AccountId;
import org.backupmetadata.model.Regions;
import org.backupmetadata.model.Timestamps;
import org.jspecify.annotations.Nullable;

/** The parameters of a GET's query string. An empty one counts as absent. */
final class QueryParameters {

    private static final Pattern DAY = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

    /** Without a fraction, and in ASCII: {@link Integer#valueOf} reads every script's digits. */
    private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]{1,9}");

    /** Longer than any time that somebody means, and ASCII digits only. */
    private static final Pattern TIME = Pattern.compile("[ -~]{1,40}");

    /** A time of day with one offset, which many programs write without a colon. */
    private static final Pattern ONE_OFFSET = Pattern
            .compile(".*T[^Z+-]*(Z|[+-][0-9]{2}(:?[0-9]{2})?)", Pattern.CASE_INSENSITIVE);

    /** ISO 8601; of the offsets, {@link #ONE_OFFSET} lets one in. */
    private static final DateTimeFormatter DATE_TIME = new DateTimeFormatterBuilder().parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME).appendPattern("[XXX][XX][X]")
            .toFormatter(Locale.ROOT).withResolverStyle(ResolverStyle.STRICT).withChronology(IsoChronology.INSTANCE);

    /** The parameters of a signature in the query string. */
    private static final String SIGNATURE = "x-amz-";

    private final Map<String, String> values;

    /**
     * Those parameters. No unknown one is let in: a misspelt filter would be no filter.
     *
     * @param known the names of those that the resource has
     * @throws ApiException if there is another
     */
    QueryParameters(Map<String, String> values, Set<String> known) {
        this.values = values;
        for (String name : new TreeSet<>(values.keySet())) {
            if (!known.contains(name) && !name.toLowerCase(Locale.ROOT).startsWith(SIGNATURE)) {
                throw ApiError.VALIDATION
                        .exception("Invalid Request: " + name + " is not a parameter of this resource");
            }
        }
    }

    @Nullable
    String text(String name) {
        String value = values.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    /** The account and Region of {@code account} and {@code region}. */
    PlaceSelector place() {
        AccountId owner = account();
        String region = text("region");
        if (region != null && !Regions.contains(region)) {
            throw invalid("region");
        }
        return new PlaceSelector(owner, region);
    }

    @Nullable
    AccountId account() {
        String account = text("account");
        return account == null ? null : AccountId.find(account).orElseThrow(() -> invalid("account"));
    }

    @Nullable
    Integer integer(String name) {
        String value = text(name);
        if (value != null && !INTEGER.matcher(value).matches()) {
            throw invalid(name);
        }
        return value == null ? null : Integer.valueOf(value);
    }

    /** A time in seconds since the epoch, as in the protocol, or in ISO 8601; a day begins at midnight UTC. */
    @Nullable
    Instant time(String name) {
        String time = text(name);
        if (time == null) {
            return null;
        }
        try {
            if (!TIME.matcher(time).matches()) {
                throw new DateTimeException("too long, or not ASCII");
            }
            if (DAY.matcher(time).matches()) {
                return LocalDate.parse(time).atStartOfDay(ZoneOffset.UTC).toInstant();
            }
            return time.toUpperCase(Locale.ROOT).contains("T")
                    ? dateTime(time.replace(' ', '+')) // a plus sign that nobody encoded arrives as a space
                    : Timestamps.ofEpochSeconds(new BigDecimal(time).doubleValue());
        } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
            throw invalid(name);
        }
    }

    private static Instant dateTime(String text) {
        if (!ONE_OFFSET.matcher(text).matches()) {
            throw new DateTimeException("not one offset");
        }
        return Instant.ofEpochMilli(OffsetDateTime.parse(text, DATE_TIME).toInstant().toEpochMilli());
    }

    private static ApiException invalid(String name) {
        return ApiError.VALIDATION.exception("Invalid Request: " + name + " is not valid");
    }
}
