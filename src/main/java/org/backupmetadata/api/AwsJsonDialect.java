package org.backupmetadata.api;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.backupmetadata.model.AwsJson;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;

/**
 * DynamoDB's wire protocol, AWS JSON 1.0, as its own endpoint answers it: also what is not of the protocol, and the
 * health check. The order of the checks is the contract's, so that a request with two faults gets the answer that
 * DynamoDB would give.
 */
final class AwsJsonDialect implements Dialect {

    private static final String TARGET_PREFIX = "DynamoDB_20120810.";

    /** The content type of the answer if the request has none, as in the live service. */
    private static final String JSON = "application/json";

    private static final Set<String> CONTENT_TYPES = Set.of("application/x-amz-json-1.0", JSON);

    /** The answer to a request that is not of the protocol, which is not JSON. */
    private static final SdkBytes UNKNOWN_OPERATION_XML = SdkBytes.fromUtf8String("<UnknownOperationException/>\n");

    /** The name of {@code GET /} in the log. */
    private static final String HEALTH = "Health";

    private final String region;
    private final SdkBytes healthy;
    private final Map<String, Operation<?, ?>> operations;

    /** The protocol in that Region, for those operations. */
    AwsJsonDialect(String region, Collection<Operation<?, ?>> operations) {
        this.region = region;
        this.healthy = SdkBytes.fromUtf8String("healthy: dynamodb." + region + ".amazonaws.com ");
        this.operations = operations.stream().collect(Collectors.toUnmodifiableMap(Operation::name, each -> each));
    }

    @Override
    public boolean claims(ApiRequest request) {
        return true;
    }

    @Override
    public ApiResponse answer(ApiRequest request, RequestLog log) {
        Optional<PlaceSelector> selector = PlaceSelector.ofPath(request.pathWithoutStage());
        if (request.isGet() && selector.filter(PlaceSelector.UNNAMED::equals).isPresent()) {
            log.operation(HEALTH);
            return response(200, request, healthy);
        }
        if (!request.isPost() || selector.isEmpty()
                || (!request.body().isEmpty() && !isJson(request.contentType()))) {
            log.error(ApiError.UNKNOWN_OPERATION);
            return response(404, request, UNKNOWN_OPERATION_XML);
        }
        OperationResult result = operate(request, selector.get(), log);
        return response(200, request, result.document()).with(result.headers());
    }

    @Override
    public ApiResponse failure(ApiRequest request, Failure failure) {
        return response(failure.error().status(), request, failure.json());
    }

    private static ApiResponse response(int status, ApiRequest request, SdkBytes body) {
        String type = request.contentType();
        return ApiResponse.of(status, type == null ? JSON : type, request.requestId(), body);
    }

    private static boolean isJson(@Nullable String contentType) {
        return contentType != null && CONTENT_TYPES.contains(contentType.toLowerCase(Locale.ROOT));
    }

    /**
     * Reads the body once, but reports errors in the contract's order: its syntax, the caller, an empty body, its
     * types.
     */
    private OperationResult operate(ApiRequest request, PlaceSelector selector, RequestLog log) {
        Body body = request.body();
        String name = operationName(request);
        Operation<?, ?> operation = operations.get(name);
        if (operation == null) {
            if (!body.isEmpty()) {
                AwsJson.requireWellFormed(body.json());
            }
            log.unknownOperation(name);
            throw ApiError.UNKNOWN_OPERATION.exception();
        }
        Function<CallContext, OperationResult> answer = body.isEmpty()
                ? AwsJsonDialect::withoutInput
                : operation.read(body, log);
        log.operation(name);
        return answer.apply(CallContext.of(request, selector, region, false));
    }

    /** The answer to an empty body, which only verified callers get. */
    private static OperationResult withoutInput(CallContext call) {
        throw ApiError.SERIALIZATION.exception();
    }

    /** The operation that the request names, or an empty text. */
    private static String operationName(ApiRequest request) {
        String target = request.headers().get("X-Amz-Target");
        return target == null || !target.startsWith(TARGET_PREFIX) ? "" : target.substring(TARGET_PREFIX.length());
    }
}
