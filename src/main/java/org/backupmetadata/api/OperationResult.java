package org.backupmetadata.api;

import java.util.Map;
import org.backupmetadata.model.AwsJson;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;

/**
 * The result of an operation.
 *
 * @param document JSON
 * @param headers what the document has no members for
 */
record OperationResult(SdkBytes document, Map<String, String> headers) {

    OperationResult {
        headers = Map.copyOf(headers);
    }

    /** A document of AWS's model. */
    static OperationResult of(SdkPojo document) {
        return of(document, Map.of());
    }

    /** A document of AWS's model, with headers. */
    static OperationResult of(SdkPojo document, Map<String, String> headers) {
        return new OperationResult(AwsJson.write(document), headers);
    }
}
