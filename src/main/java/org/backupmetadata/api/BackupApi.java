package org.backupmetadata.api;

import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.backupmetadata.catalog.BackupCatalog;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;

/**
 * DynamoDB's wire protocol, independent of what carries it: a request comes in as the client sent it and always gets an
 * answer, never an exception. Thread-safe.
 *
 * <p>The order of the checks is the contract's: what is wrong with a request in two ways gets the answer that DynamoDB
 * would give.
 */
public final class BackupApi {

    private static final String TARGET_PREFIX = "DynamoDB_20120810.";

    /** Of the two, what a client gets that did not say what it sent: the live service answers so. */
    private static final String JSON = "application/json";

    private static final Set<String> CONTENT_TYPES = Set.of("application/x-amz-json-1.0", JSON);

    /** Not JSON: whoever gets this did not speak the protocol. */
    private static final SdkBytes NOT_OURS = SdkBytes.fromUtf8String("<UnknownOperationException/>\n");

    private final Map<String, Operation> operations;

    /** An API over that catalogue, in which those accounts may read the backups of every account. */
    public BackupApi(BackupCatalog catalog, Readers readers) {
        this.operations = Map.of("DescribeBackup", new DescribeBackup(catalog, readers)::answer);
    }

    /** Answers a request, and notes in {@code log} what it was about. */
    public ApiResponse handle(ApiRequest request, RequestLog log) {
        log.caller(request.caller());
        String contentType = request.contentType();
        String answeredType = contentType == null ? JSON : contentType;
        if (!request.isPostToRoot() || (request.body().asByteArrayUnsafe().length > 0 && !isJson(contentType))) {
            log.errorType("UnknownOperationException");
            return ApiResponse.of(404, answeredType, request.requestId(), NOT_OURS);
        }
        try {
            return ApiResponse.of(200, answeredType, request.requestId(), AwsJson.write(answer(request, log)));
        } catch (RuntimeException e) {
            ErrorBody error = ErrorBody.of(e, log);
            return ApiResponse.of(error.status(), answeredType, request.requestId(), error.json());
        }
    }

    private static boolean isJson(@Nullable String contentType) {
        return contentType != null && CONTENT_TYPES.contains(contentType.toLowerCase(Locale.ROOT));
    }

    private SdkPojo answer(ApiRequest request, RequestLog log) {
        String body = text(request.body());
        if (!body.isEmpty()) {
            AwsJson.requireWellFormed(body);
        }
        Operation operation = operation(request, log);
        Caller caller = request.caller();
        if (caller == null) {
            throw ApiException.missingAuthenticationToken();
        }
        if (body.isEmpty()) {
            throw ApiException.malformedBody();
        }
        return operation.answer(caller, body, log);
    }

    private static String text(SdkBytes body) {
        try {
            return body.asUtf8String();
        } catch (UncheckedIOException e) {
            throw ApiException.malformedBody();
        }
    }

    private Operation operation(ApiRequest request, RequestLog log) {
        String target = request.headers().get("X-Amz-Target");
        if (target == null || !target.startsWith(TARGET_PREFIX)) {
            throw ApiException.unknownOperation();
        }
        String name = target.substring(TARGET_PREFIX.length());
        Operation operation = operations.get(name);
        if (operation == null) {
            throw ApiException.unknownOperation();
        }
        log.operation(name);
        return operation;
    }

    /** One operation of the API: reads its input from the body, and answers in AWS's model or throws. */
    private interface Operation {
        SdkPojo answer(Caller caller, String body, RequestLog log);
    }
}
