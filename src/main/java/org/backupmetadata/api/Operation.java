package org.backupmetadata.api;

import java.util.function.Function;
import org.backupmetadata.model.AwsJson;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/**
 * An operation of DynamoDB's API. A new one is a class and a row in {@link BackupApi}; a GET for it is a row in
 * {@link GetDialect}.
 *
 * @param <B> the builder of its input, in AWS's model
 * @param <I> its input
 */
interface Operation<B extends SdkPojo & SdkBuilder<B, I>, I> {

    /** The name after the dot of {@code X-Amz-Target}, and in the log. */
    String name();

    /** An empty builder of its input. */
    B newInput();

    /**
     * Answers an input, and notes its subject in {@code log}.
     *
     * @throws ApiException if the input breaks a constraint, or the caller may not read what it names
     */
    OperationResult answer(CallContext call, I input, RequestLog log);

    /**
     * Reads a body to its end. The function that it returns answers it; only then are wrong types reported.
     *
     * @throws ApiException if the body is not UTF-8
     * @throws org.backupmetadata.model.MalformedJsonException if it is not JSON
     */
    default Function<CallContext, OperationResult> read(Body body, RequestLog log) {
        AwsJson.Parsed<B> input = AwsJson.parse(body.json(), newInput());
        return call -> answer(call, input.structure().build(), log);
    }
}
