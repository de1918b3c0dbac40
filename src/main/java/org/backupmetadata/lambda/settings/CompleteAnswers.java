package org.backupmetadata.lambda.settings;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Accepts a successful answer of DynamoDB only if it is a JSON object. The SDK reads an empty body as an object without
 * members, and an answer to GetItem without members says that there is no such item.
 */
final class CompleteAnswers implements ExecutionInterceptor {

    @Override
    public Optional<InputStream> modifyHttpResponseContent(Context.ModifyHttpResponse context,
            ExecutionAttributes attributes) {
        if (!context.httpResponse().isSuccessful()) {
            return context.responseBody();
        }
        return Optional.of(requireObject(context.responseBody().orElse(InputStream.nullInputStream())));
    }

    private static InputStream requireObject(InputStream body) {
        PushbackInputStream content = new PushbackInputStream(body);
        try {
            int first = content.read();
            if (first != '{') {
                throw RetryableException.create("DynamoDB's answer is no JSON object: "
                        + (first < 0 ? "it is empty" : "it begins with the character " + first), null);
            }
            content.unread(first);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return content;
    }
}
