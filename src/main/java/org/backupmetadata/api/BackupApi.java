package org.backupmetadata.api;

import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.backupmetadata.catalog.BackupCatalog;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.DescribeBackupRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeEndpointsRequest;
import software.amazon.awssdk.services.dynamodb.model.ListBackupsRequest;

/**
 * DynamoDB's wire protocol, independent of what carries it: a request comes in as the client sent it and always gets an
 * answer, never an exception. Thread-safe.
 *
 * <p>The order of the checks is the contract's: what is wrong with a request in two ways gets the answer that DynamoDB
 * would give. {@link BackupResources} answers the same operations to those who do not speak the protocol.
 */
public final class BackupApi {

    private static final String TARGET_PREFIX = "DynamoDB_20120810.";

    /** Of the two, what a client gets that did not say what it sent: the live service answers so. */
    private static final String JSON = "application/json";

    private static final Set<String> CONTENT_TYPES = Set.of("application/x-amz-json-1.0", JSON);

    /** Not JSON: whoever gets this did not speak the protocol. */
    private static final SdkBytes NOT_OURS = SdkBytes.fromUtf8String("<UnknownOperationException/>\n");

    private final String region;
    private final BackupResources resources;

    /** Each operation reads its input from a body, and answers or throws. */
    private final Map<String, BiFunction<Call, String, Answer>> operations;

    /**
     * An API over that catalogue.
     *
     * @param readers the accounts that may read the backups of every account
     * @param region the Region that a path means which names none
     */
    public BackupApi(BackupCatalog catalog, Readers readers, String region) {
        DescribeBackup describeBackup = new DescribeBackup(catalog, readers);
        ListBackups listBackups = new ListBackups(catalog, readers);
        this.region = region;
        this.resources = new BackupResources(describeBackup, listBackups);
        this.operations = Map.of("DescribeBackup",
                (call, body) -> describeBackup.answer(call,
                        AwsJson.read(body, DescribeBackupRequest.builder()).build()),
                "ListBackups",
                (call, body) -> listBackups.answer(call, AwsJson.read(body, ListBackupsRequest.builder()).build()),
                "DescribeEndpoints", (call, body) -> DescribeEndpoints.answer(call,
                        AwsJson.read(body, DescribeEndpointsRequest.builder()).build()));
    }

    /** Answers a request, and notes in {@code log} what it was about. */
    public ApiResponse handle(ApiRequest request, RequestLog log) {
        log.caller(request.caller());
        Optional<Scope> scope = Scope.ofPath(request.pathWithoutStage());
        if (request.isGet() && resources.has(request)) {
            return resources.answer(request, region, log);
        }
        String contentType = request.contentType();
        String answeredType = contentType == null ? JSON : contentType;
        if (!request.isPost() || scope.isEmpty()
                || (request.body().asByteArrayUnsafe().length > 0 && !isJson(contentType))) {
            log.errorType("UnknownOperationException");
            return ApiResponse.of(404, answeredType, request.requestId(), NOT_OURS);
        }
        try {
            Answer answer = answer(request, scope.get(), log);
            return ApiResponse.of(200, answeredType, request.requestId(), AwsJson.write(answer.document()))
                    .with(answer.headers());
        } catch (RuntimeException e) {
            ErrorBody error = ErrorBody.of(e, log);
            return ApiResponse.of(error.status(), answeredType, request.requestId(), error.json());
        }
    }

    private static boolean isJson(@Nullable String contentType) {
        return contentType != null && CONTENT_TYPES.contains(contentType.toLowerCase(Locale.ROOT));
    }

    private Answer answer(ApiRequest request, Scope scope, RequestLog log) {
        String body = text(request.body());
        if (!body.isEmpty()) {
            AwsJson.requireWellFormed(body);
        }
        BiFunction<Call, String, Answer> operation = operation(request, log);
        Call call = request.call(scope, region, false, log);
        if (body.isEmpty()) {
            throw ApiException.malformedBody();
        }
        return operation.apply(call, body);
    }

    private static String text(SdkBytes body) {
        try {
            return body.asUtf8String();
        } catch (UncheckedIOException e) {
            throw ApiException.malformedBody();
        }
    }

    private BiFunction<Call, String, Answer> operation(ApiRequest request, RequestLog log) {
        String target = request.headers().get("X-Amz-Target");
        if (target == null || !target.startsWith(TARGET_PREFIX)) {
            throw ApiException.unknownOperation();
        }
        String name = target.substring(TARGET_PREFIX.length());
        BiFunction<Call, String, Answer> operation = operations.get(name);
        if (operation == null) {
            throw ApiException.unknownOperation();
        }
        log.operation(name);
        return operation;
    }
}
