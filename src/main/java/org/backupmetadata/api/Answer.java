package org.backupmetadata.api;

import java.util.Map;
import software.amazon.awssdk.core.SdkPojo;

/**
 * What an operation answers.
 *
 * @param document in AWS's model
 * @param headers what the document has no member for
 */
record Answer(SdkPojo document, Map<String, String> headers) {

    Answer {
        headers = Map.copyOf(headers);
    }

    static Answer of(SdkPojo document) {
        return new Answer(document, Map.of());
    }
}
