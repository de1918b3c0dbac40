package org.backupmetadata.api;

import java.util.Map;
import software.amazon.awssdk.core.SdkPojo;

/**
 * The result of an operation.
 *
 * @param document in AWS's model
 * @param headers what the document has no members for
 */
record Answer(SdkPojo document, Map<String, String> headers) {

    Answer {
        headers = Map.copyOf(headers);
    }

    static Answer of(SdkPojo document) {
        return new Answer(document, Map.of());
    }
}
