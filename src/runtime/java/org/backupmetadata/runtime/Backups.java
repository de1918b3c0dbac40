package org.backupmetadata.runtime;

import java.nio.charset.StandardCharsets;
import org.backupmetadata.local.GatewayRequest;
import software.amazon.awssdk.services.dynamodb.model.BackupDescription;

/** The backups that the harness's tests ask for, and the expected answers. */
final class Backups {
    static final String OWNER = "111122223333";
    static final String STRANGER = "444455556666";
    static final String ARN = arn("01500000000001-0a1b2c3d");
    static final String MISSING_ARN = arn("01500000000002-0a1b2c3d");

    static final BackupDescription DESCRIPTION = BackupDescription.builder()
            .backupDetails(details -> details.backupArn(ARN).backupName("nightly").backupStatus("AVAILABLE")
                    .backupType("USER"))
            .build();

    static final GatewayAnswer FOUND = answer(200, """
            {"BackupDescription":{"BackupDetails":{"BackupArn":"%s","BackupName":"nightly",\
            "BackupStatus":"AVAILABLE","BackupType":"USER"}}}""".formatted(ARN));
    static final GatewayAnswer LISTED = answer(200, """
            {"BackupSummaries":[{"BackupArn":"%s","BackupName":"nightly",\
            "BackupStatus":"AVAILABLE","BackupType":"USER"}]}""".formatted(ARN));
    static final GatewayAnswer NOT_FOUND = answer(400, """
            {"__type":"com.amazonaws.dynamodb.v20120810#BackupNotFoundException",\
            "message":"Backup not found: %s"}""".formatted(MISSING_ARN));
    static final GatewayAnswer DENIED = answer(400, """
            {"__type":"com.amazon.coral.service#AccessDeniedException","Message":"Access is denied"}""");
    static final GatewayAnswer THROTTLED = answer(400, """
            {"__type":"com.amazon.coral.availability#ThrottlingException","message":"Rate exceeded"}""");
    static final GatewayAnswer INTERNAL_SERVER_ERROR = answer(500, """
            {"__type":"com.amazonaws.dynamodb.v20120810#InternalServerError","message":"Internal server error"}""");
    static final GatewayAnswer MALFORMED = answer(400, """
            {"__type":"com.amazon.coral.service#SerializationException"}""");

    private Backups() {
    }

    static byte[] restApiRequest(String caller, String backupArn) {
        return GatewayRequest.describeBackup(caller, backupArn).restApi().getBytes(StandardCharsets.UTF_8);
    }

    static byte[] httpApiRequest(String caller, String backupArn) {
        return GatewayRequest.describeBackup(caller, backupArn).httpApi().getBytes(StandardCharsets.UTF_8);
    }

    /** A request to list a table's backups; its owner gets {@link #LISTED}. */
    static byte[] restApiList(String caller) {
        return list(caller).restApi().getBytes(StandardCharsets.UTF_8);
    }

    static byte[] httpApiList(String caller) {
        return list(caller).httpApi().getBytes(StandardCharsets.UTF_8);
    }

    /** An answer with that body, in the content type of the protocol. */
    static GatewayAnswer answer(int status, String body) {
        return new GatewayAnswer(status, "application/x-amz-json-1.0", body);
    }

    private static GatewayRequest list(String caller) {
        return GatewayRequest.sdk("/", "ListBackups", caller, "{\"TableName\":\"Orders\",\"BackupType\":\"ALL\"}");
    }

    private static String arn(String id) {
        return "arn:aws:dynamodb:us-east-1:" + OWNER + ":table/Orders/backup/" + id;
    }
}
