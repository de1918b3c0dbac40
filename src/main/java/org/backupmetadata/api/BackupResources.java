package org.backupmetadata.api;

import java.math.BigDecimal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.backupmetadata.model.AccountId;
import org.backupmetadata.model.AwsJson;
import org.backupmetadata.model.Regions;
import org.backupmetadata.model.Timestamps;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.DescribeBackupRequest;
import software.amazon.awssdk.services.dynamodb.model.ListBackupsRequest;

/**
 * The GET interface for people, scripts and caches: {@code GET /backups/{backupArn}} is DescribeBackup and
 * {@code GET /backups} is ListBackups, with HTTP statuses instead of the protocol's 400. The interface is described in
 * {@code src/openapi/backups.yaml}.
 *
 * <p>Caches must revalidate: a deleted backup disappears immediately. With an {@code ETag} that costs only headers.
 */
final class BackupResources {

    private static final String PATH = "/backups";
    private static final int ETAG_BYTES = 16;
    private static final Pattern DAY = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

    /** Longer than any time that somebody means, and ASCII digits only. */
    private static final Pattern TIME = Pattern.compile("[ -~]{1,40}");

    /** ISO 8601 with an offset, which many programs write without a colon. */
    private static final DateTimeFormatter DATE_TIME = new DateTimeFormatterBuilder().parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME).appendPattern("[XXX][XX][X]")
            .toFormatter(Locale.ROOT).withResolverStyle(ResolverStyle.STRICT).withChronology(IsoChronology.INSTANCE);

    /** The parameters of the interface, each of which is for lists, and {@code history} for one backup, too. */
    private static final Set<String> PARAMETERS = Set.of("table", "type", "from", "to", "history", "limit", "next",
            "account", "region");

    /** The parameters of a signature in the query string. */
    private static final String SIGNATURE = "x-amz-";

    private final DescribeBackup describeBackup;
    private final ListBackups listBackups;

    BackupResources(DescribeBackup describeBackup, ListBackups listBackups) {
        this.describeBackup = describeBackup;
        this.listBackups = listBackups;
    }

    /** Whether the request's path is one of these resources. */
    boolean has(ApiRequest request) {
        String path = request.pathWithoutStage();
        return path.equals(PATH) || path.startsWith(PATH + "/");
    }

    /** Answers a request for one of them; {@code region} is the Region if the request names none. */
    ApiResponse answer(ApiRequest request, String region, RequestLog log) {
        try {
            Answer answer = read(request, region, log);
            SdkBytes document = AwsJson.write(answer.document());
            String etag = etag(document);
            Map<String, String> headers = new LinkedHashMap<>(answer.headers());
            headers.put("ETag", etag);
            headers.put("Cache-Control", "private, no-cache");
            headers.put("Vary", ApiRequest.HISTORY);
            return isKnown(request.headers().get("If-None-Match"), etag)
                    ? response(304, request, SdkBytes.fromByteArrayUnsafe(new byte[0])).with(headers)
                    : response(200, request, document).with(headers);
        } catch (RuntimeException e) {
            ErrorBody error = ErrorBody.of(e, log);
            return response(error.httpStatus(), request, error.json()).with(Map.of("Cache-Control", "no-store"));
        }
    }

    private static ApiResponse response(int status, ApiRequest request, SdkBytes body) {
        return ApiResponse.of(status, "application/json", request.requestId(), body);
    }

    private Answer read(ApiRequest request, String region, RequestLog log) {
        String arn = arn(request.pathWithoutStage());
        log.operation(arn.isEmpty() ? "ListBackups" : "DescribeBackup");
        request.requireCaller(); // before the parameters are checked
        Parameters parameters = new Parameters(request.query());
        boolean history = ApiRequest.isHistory(parameters.text("history"));
        return arn.isEmpty()
                ? listBackups.answer(request.call(parameters.scope(), region, history, log), parameters.listBackups())
                : describeBackup.answer(request.call(Scope.UNNAMED, region, history, log),
                        DescribeBackupRequest.builder().backupArn(arn).build());
    }

    /** The part of the path after {@code /backups/}, without a slash at the end, which no ARN has. */
    private static String arn(String path) {
        String rest = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return rest.length() <= PATH.length() ? "" : rest.substring(PATH.length() + 1);
    }

    private static String etag(SdkBytes document) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(document.asByteArrayUnsafe());
            return '"' + HexFormat.of().formatHex(digest, 0, ETAG_BYTES) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /**
     * Whether {@code If-None-Match} names this tag, or any by an asterisk. A weak tag matches, too: RFC 9110, 13.1.2.
     */
    private static boolean isKnown(@Nullable String ifNoneMatch, String etag) {
        return ifNoneMatch != null && Arrays.stream(ifNoneMatch.split(",", -1)).map(String::strip)
                .map(tag -> tag.startsWith("W/") ? tag.substring(2) : tag)
                .anyMatch(tag -> tag.equals("*") || tag.equals(etag));
    }

    /** The parameters of a query string. An empty one counts as absent. */
    private record Parameters(Map<String, String> values) {

        /** Lets no unknown parameter in: a misspelt filter would be no filter. */
        Parameters {
            for (String name : new TreeSet<>(values.keySet())) {
                if (!PARAMETERS.contains(name) && !name.toLowerCase(Locale.ROOT).startsWith(SIGNATURE)) {
                    throw ApiException.validation("Invalid Request: " + name + " is not a parameter of this resource");
                }
            }
        }

        @Nullable
        String text(String name) {
            String value = values.get(name);
            return value == null || value.isEmpty() ? null : value;
        }

        Scope scope() {
            String account = text("account");
            String region = text("region");
            AccountId owner = account == null
                    ? null
                    : AccountId.find(account)
                            .orElseThrow(() -> ApiException.validation("Invalid Request: account is not valid"));
            if (region != null && !Regions.contains(region)) {
                throw ApiException.validation("Invalid Request: region is not valid");
            }
            return new Scope(owner, region);
        }

        ListBackupsRequest listBackups() {
            return ListBackupsRequest.builder().tableName(text("table")).limit(limit())
                    .timeRangeLowerBound(time("from")).timeRangeUpperBound(time("to"))
                    .exclusiveStartBackupArn(text("next")).backupType(text("type")).build();
        }

        private @Nullable Integer limit() {
            String limit = text("limit");
            try {
                return limit == null ? null : Integer.valueOf(limit);
            } catch (NumberFormatException e) {
                throw ApiException.wrongType("STRING_VALUE cannot be converted to Integer");
            }
        }

        /** A time in seconds since the epoch, as in the protocol, or in ISO 8601; a day begins at midnight UTC. */
        private @Nullable Instant time(String name) {
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
                // A plus sign that nobody encoded arrives as a space.
                return time.toUpperCase(Locale.ROOT).contains("T")
                        ? Instant.ofEpochMilli(OffsetDateTime.parse(time.replace(' ', '+'), DATE_TIME).toInstant()
                                .toEpochMilli())
                        : Timestamps.ofEpochSeconds(new BigDecimal(time).doubleValue());
            } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
                throw ApiException.validation("Invalid Request: " + name + " is not valid");
            }
        }
    }
}
