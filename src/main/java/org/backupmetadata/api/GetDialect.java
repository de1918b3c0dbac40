package org.backupmetadata.api;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.DescribeBackupRequest;
import software.amazon.awssdk.services.dynamodb.model.ListBackupsRequest;

/**
 * The GET interface for people, scripts and caches: {@code GET /backups/{backupArn}} is DescribeBackup, {@code GET
 * /backups} is ListBackups, and {@code GET /coverage} tells how complete they are; with HTTP statuses instead of the
 * protocol's 400. The interface is described in {@code src/openapi/backups.yaml}.
 *
 * <p>Caches must revalidate: a deleted backup disappears immediately. With an {@code ETag} that costs only headers.
 */
final class GetDialect implements Dialect {

    private static final int ETAG_BYTES = 16;

    private static final Set<String> LIST_PARAMETERS = Set.of("table", "type", "from", "to", "history", "limit", "next",
            "account", "region");

    private final String region;
    private final List<Route> routes;

    /**
     * A resource.
     *
     * @param path the whole path; its group is the name of the resource
     * @param operation its name in the log
     * @param parameters the names of the parameters that its query string may have
     * @param vary the request's header that the document depends on, or null if there is none
     */
    private record Route(Pattern path, String operation, Set<String> parameters, @Nullable String vary,
            Reading reading) {}

    /** Answers a GET for a resource with that name and those parameters. */
    private interface Reading {
        OperationResult answer(ApiRequest request, String name, QueryParameters parameters, RequestLog log);
    }

    /** The interface in that Region; without coverage if there is no table of it. */
    GetDialect(String region, DescribeBackup describeBackup, ListBackups listBackups,
            Optional<DescribeCoverage> describeCoverage) {
        this.region = region;
        this.routes = Stream.concat(backups(describeBackup, listBackups),
                describeCoverage.stream().map(GetDialect::coverage)).toList();
    }

    private Stream<Route> backups(DescribeBackup describeBackup, ListBackups listBackups) {
        return Stream.of(
                new Route(Pattern.compile("/backups/{0,2}()"), listBackups.name(), LIST_PARAMETERS,
                        CallContext.HISTORY,
                        (request, _, parameters, log) -> listBackups.answer(context(request, parameters.place(),
                                parameters), listBackups(parameters), log)),
                // No ARN ends with a slash.
                new Route(Pattern.compile("(?s)/backups/(.+?)/?"), describeBackup.name(), Set.of("history"),
                        CallContext.HISTORY,
                        (request, arn, parameters, log) -> describeBackup.answer(context(request,
                                PlaceSelector.UNNAMED, parameters),
                                DescribeBackupRequest.builder().backupArn(arn).build(), log)));
    }

    private static Route coverage(DescribeCoverage describeCoverage) {
        return new Route(Pattern.compile("/coverage/?()"), DescribeCoverage.NAME, Set.of("account"), null,
                (request, _, parameters, log) -> describeCoverage.answer(request.requireCaller(),
                        parameters.account(), log));
    }

    @Override
    public boolean claims(ApiRequest request) {
        return request.isGet() && route(request.pathWithoutStage()).isPresent();
    }

    private Optional<Route> route(String path) {
        return routes.stream().filter(route -> route.path().matcher(path).matches()).findFirst();
    }

    @Override
    public ApiResponse answer(ApiRequest request, RequestLog log) {
        Route route = route(request.pathWithoutStage()).orElseThrow();
        OperationResult result = read(route, request, log);
        String etag = etag(result.document());
        Map<String, String> headers = new LinkedHashMap<>(result.headers());
        headers.put("ETag", etag);
        headers.put("Cache-Control", "private, no-cache");
        if (route.vary() != null) {
            headers.put("Vary", route.vary());
        }
        return isKnown(request.headers().get("If-None-Match"), etag)
                ? response(304, request, SdkBytes.fromByteArrayUnsafe(new byte[0])).with(headers)
                : response(200, request, result.document()).with(headers);
    }

    @Override
    public ApiResponse failure(ApiRequest request, Failure failure) {
        return response(failure.error().httpStatus(), request, failure.json())
                .with(Map.of("Cache-Control", "no-store"));
    }

    private static ApiResponse response(int status, ApiRequest request, SdkBytes body) {
        return ApiResponse.of(status, "application/json", request.requestId(), body);
    }

    private static OperationResult read(Route route, ApiRequest request, RequestLog log) {
        log.operation(route.operation());
        request.requireCaller(); // before the parameters are checked
        QueryParameters parameters = new QueryParameters(request.query(), route.parameters());
        Matcher path = route.path().matcher(request.pathWithoutStage());
        return route.reading().answer(request, path.matches() ? path.group(1) : "", parameters, log);
    }

    private CallContext context(ApiRequest request, PlaceSelector selector, QueryParameters parameters) {
        return CallContext.of(request, selector, region, CallContext.isHistory(parameters.text("history")));
    }

    private static ListBackupsRequest listBackups(QueryParameters parameters) {
        return ListBackupsRequest.builder().tableName(parameters.text("table")).limit(parameters.integer("limit"))
                .timeRangeLowerBound(parameters.time("from")).timeRangeUpperBound(parameters.time("to"))
                .exclusiveStartBackupArn(parameters.text("next")).backupType(parameters.text("type")).build();
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
}
