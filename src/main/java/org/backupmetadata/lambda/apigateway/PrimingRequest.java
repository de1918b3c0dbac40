package org.backupmetadata.lambda.apigateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * A request to rehearse with: by an account that does not exist, about a backup that cannot exist.
 *
 * @param path decoded
 * @param operation the operation of {@code X-Amz-Target}, or empty
 * @param body JSON, or empty
 */
record PrimingRequest(String method, String path, String operation, String body) {

    private static final String NO_BACKUP = "arn:aws:dynamodb:us-east-1:000000000000:table/Priming/backup/00000000000000-00000000";

    /** The most frequent request: one backup. */
    static final PrimingRequest LOOKUP = post("DescribeBackup", "{\"BackupArn\":\"" + NO_BACKUP + "\"}");

    /** The same by GET. */
    static final PrimingRequest GET = new PrimingRequest("GET", "/backups/" + NO_BACKUP, "", "");

    /** A list without any member. */
    static final PrimingRequest LIST = post("ListBackups", "{}");

    /** A list with every member of the request, of all types, whose page is not the last. */
    static final PrimingRequest FULL_LIST = post("ListBackups", """
            {"TableName":"Priming","BackupType":"ALL","Limit":2,"TimeRangeLowerBound":1489173575.36,\
            "TimeRangeUpperBound":4102444800,"ExclusiveStartBackupArn":\"""" + NO_BACKUP + "\"}");

    private static PrimingRequest post(String operation, String body) {
        return new PrimingRequest("POST", "/", operation, body);
    }

    /** The event in that resource, with this request filled in. */
    byte[] in(String resource, String textOfBody) {
        try (InputStream template = PrimingRequest.class.getResourceAsStream(resource)) {
            String event = new String(Objects.requireNonNull(template, resource).readAllBytes(),
                    StandardCharsets.UTF_8);
            return event.replace("${method}", method).replace("${path}", path)
                    .replace("${target}", "DynamoDB_20120810." + operation).replace("${body}", textOfBody)
                    .getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
