package org.backupmetadata.api;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.backupmetadata.catalog.BackupCatalog;
import org.backupmetadata.model.AwsJson;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.dynamodb.model.DescribeBackupRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeEndpointsRequest;
import software.amazon.awssdk.services.dynamodb.model.ListBackupsRequest;

/**
 * DynamoDB's wire protocol, independent of API Gateway's. Every request gets an answer, never an exception.
 * Thread-safe.
 *
 * <p>The order of the checks is the contract's, so that a request with two faults gets the answer that DynamoDB would
 * give. {@link BackupResources} answers the same operations to a GET.
 */
public final class BackupApi {

    private static final String TARGET_PREFIX = "DynamoDB_20120810.";

    /** The content type of the answer if the request has none, as in the live service. */
    private static final String JSON = "application/json";

    private static final Set<String> CONTENT_TYPES = Set.of("application/x-amz-json-1.0", JSON);

    /** The answer to a request that is not of the AWS protocol, which is not JSON. */
    private static final SdkBytes NOT_OURS = SdkBytes.fromUtf8String("<UnknownOperationException/>\n");

    /** The name of {@code GET /} in the log. */
    private static final String HEALTH = "Health";

    private final String region;
    private final SdkBytes health;
    private final BackupResources resources;

    private final Map<String, Operation<?>> operations;

    /**
     * An operation of the protocol.
     *
     * @param input makes an empty builder of its input
     * @param answer answers that input, or throws
     */
    private record Operation<B extends SdkPojo>(Supplier<B> input, BiFunction<Call, B, Answer> answer) {

        /** Reads a body to its end. Wrong types in it are reported when the operation answers. */
        Function<Call, Answer> read(SdkBytes body) {
            AwsJson.Parsed<B> parsed = AwsJson.parse(body, input.get());
            return call -> answer.apply(call, parsed.structure());
        }
    }

    /**
     * An API over that catalogue.
     *
     * @param readers the accounts that may read the backups of every account
     * @param region the Region of requests whose path names none
     */
    public BackupApi(BackupCatalog catalog, Readers readers, String region) {
        DescribeBackup describeBackup = new DescribeBackup(catalog, readers);
        ListBackups listBackups = new ListBackups(catalog, readers);
        this.region = region;
        this.health = SdkBytes.fromUtf8String("healthy: dynamodb." + region + ".amazonaws.com ");
        this.resources = new BackupResources(describeBackup, listBackups);
        this.operations = Map.of("DescribeBackup",
                new Operation<>(DescribeBackupRequest::builder,
                        (call, input) -> describeBackup.answer(call, input.build())),
                "ListBackups",
                new Operation<>(ListBackupsRequest::builder, (call, input) -> listBackups.answer(call, input.build())),
                "DescribeEndpoints", new Operation<>(DescribeEndpointsRequest::builder,
                        (call, input) -> DescribeEndpoints.answer(call, input.build())));
    }

    /** Answers a request, and notes its subject in {@code log}. */
    public ApiResponse handle(ApiRequest request, RequestLog log) {
        log.caller(request.caller());
        Optional<Scope> scope = Scope.ofPath(request.pathWithoutStage());
        if (request.isGet() && resources.has(request)) {
            return resources.answer(request, region, log);
        }
        String contentType = request.contentType();
        String answeredType = contentType == null ? JSON : contentType;
        if (request.isGet() && scope.filter(Scope.UNNAMED::equals).isPresent()) {
            log.operation(HEALTH);
            return ApiResponse.of(200, answeredType, request.requestId(), health);
        }
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

    /** Reads the body once, but reports errors in the contract's order. */
    private Answer answer(ApiRequest request, Scope scope, RequestLog log) {
        boolean empty = request.body().asByteArrayUnsafe().length == 0;
        String name = operationName(request);
        Operation<?> operation = operations.get(name);
        if (operation == null) {
            if (!empty) {
                AwsJson.requireWellFormed(request.body());
            }
            log.unknownOperation(name);
            throw ApiException.unknownOperation();
        }
        Function<Call, Answer> input = empty ? BackupApi::withoutInput : operation.read(request.body());
        log.operation(name);
        return input.apply(request.call(scope, region, false, log));
    }

    /** The answer to an empty body, which only verified callers get. */
    private static Answer withoutInput(Call call) {
        throw ApiException.malformedBody();
    }

    /** The operation that the request names, or an empty text. */
    private static String operationName(ApiRequest request) {
        String target = request.headers().get("X-Amz-Target");
        return target == null || !target.startsWith(TARGET_PREFIX) ? "" : target.substring(TARGET_PREFIX.length());
    }
}
