package org.backupmetadata.api;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * What a client gets back.
 *
 * @param headers by name, as they are to be sent
 * @param body well-formed Unicode, sent as UTF-8; the checksum among the headers is of exactly those bytes
 */
public record ApiResponse(int status, Map<String, String> headers, String body) {

    /**
     * An answer with the three headers that every answer has, whatever its status. Half a surrogate pair, which only an
     * input that is quoted back can bring in, has no UTF-8 and goes out as {@code ?}.
     */
    static ApiResponse of(int status, String contentType, String requestId, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        CRC32 crc = new CRC32();
        crc.update(bytes);
        Map<String, String> headers = Map.of("Content-Type", contentType, "x-amzn-RequestId", requestId, "x-amz-crc32",
                Long.toString(crc.getValue()));
        return new ApiResponse(status, headers, new String(bytes, StandardCharsets.UTF_8));
    }
}
