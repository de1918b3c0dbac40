package org.backupmetadata.api;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import software.amazon.awssdk.core.SdkBytes;

/**
 * The answer to a request.
 *
 * @param headers by name
 * @param body UTF-8; the checksum among the headers is of exactly these bytes
 */
public record ApiResponse(int status, Map<String, String> headers, SdkBytes body) {

    /** An answer with the three headers that every answer has. */
    static ApiResponse of(int status, String contentType, String requestId, SdkBytes body) {
        CRC32 crc = new CRC32();
        crc.update(body.asByteArrayUnsafe());
        return new ApiResponse(status, Map.of("Content-Type", contentType, "x-amzn-RequestId", requestId, "x-amz-crc32",
                Long.toString(crc.getValue())), body);
    }

    /** The same answer with more headers. */
    ApiResponse with(Map<String, String> more) {
        if (more.isEmpty()) {
            return this;
        }
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.putAll(more);
        return new ApiResponse(status, all, body);
    }
}
