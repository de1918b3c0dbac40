package org.backupmetadata.capture;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import org.backupmetadata.model.AwsJson;
import org.backupmetadata.model.BackupArn;
import org.backupmetadata.model.Json;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.BackupDescription;
import software.amazon.awssdk.services.dynamodb.model.BackupDetails;
import software.amazon.awssdk.services.dynamodb.model.CreateBackupResponse;
import software.amazon.awssdk.services.dynamodb.model.DeleteBackupResponse;

/**
 * DynamoDB's answer to a call about a backup, in a CloudTrail record: the members of AWS's model with a lower-case
 * first letter, and times such as {@code Mar 15, 2017 6:33:17 PM}, to the second. The creation time in the ARN is
 * exact, so that one is taken.
 *
 * <p>Members of another type count as absent, since no such record is documented. Without an ARN there is no backup.
 *
 * @param details the answer to CreateBackup
 * @param description the answer to DeleteBackup
 */
record CloudTrailBackup(@Nullable BackupDetails details, @Nullable BackupDescription description) {

    static final CloudTrailBackup NONE = new CloudTrailBackup(null, null);

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("MMM d, yyyy h:mm:ss a", Locale.ENGLISH);

    /** A limit on nesting, to save stack: AWS's model of a backup nests half as deep. */
    private static final int MAX_NESTING = 16;

    /** Reads the record's {@code responseElements}. */
    static CloudTrailBackup read(Json.Reader responseElements) throws IOException {
        String json = new String(Json.write(writer -> copy(responseElements, writer, 0)), StandardCharsets.UTF_8);
        return new CloudTrailBackup(
                exact(AwsJson.parse(json, CreateBackupResponse.builder()).builder().build().backupDetails()),
                exact(AwsJson.parse(json, DeleteBackupResponse.builder()).builder().build().backupDescription()));
    }

    /** Writes a value as AWS JSON has it. */
    private static void copy(Json.Reader value, Json.Writer writer, int depth) throws IOException {
        switch (value.kind()) {
            case OBJECT -> {
                writer.startObject();
                if (depth < MAX_NESTING) {
                    value.members((name, member) -> copyMember(name, member, writer, depth + 1));
                }
                writer.endObject();
            }
            case ARRAY -> {
                writer.startArray();
                if (depth < MAX_NESTING) {
                    value.elements(element -> copy(element, writer, depth + 1));
                }
                writer.endArray();
            }
            case STRING -> writer.value(value.text());
            case INTEGER -> writer.value(value.integer());
            case DECIMAL -> writer.value(value.decimal());
            case TRUE -> writer.value(true);
            case FALSE -> writer.value(false);
            case NULL -> writer.nullValue();
        }
    }

    private static void copyMember(String name, Json.Reader value, Json.Writer writer, int depth) throws IOException {
        if (name.isEmpty()) {
            return;
        }
        writer.name(Character.toUpperCase(name.charAt(0)) + name.substring(1));
        if (name.endsWith("DateTime") && value.kind() == Json.Kind.STRING) {
            copyTime(value.text(), writer);
        } else {
            copy(value, writer, depth);
        }
    }

    private static void copyTime(String text, Json.Writer writer) throws IOException {
        try {
            writer.value(LocalDateTime.parse(text, TIME).toEpochSecond(ZoneOffset.UTC));
        } catch (DateTimeParseException e) {
            writer.nullValue();
        }
    }

    private static @Nullable BackupDescription exact(@Nullable BackupDescription description) {
        BackupDetails details = description == null ? null : exact(description.backupDetails());
        return description == null || details == null ? null : description.toBuilder().backupDetails(details).build();
    }

    private static @Nullable BackupDetails exact(@Nullable BackupDetails details) {
        if (details == null || details.backupArn() == null) {
            return null;
        }
        return BackupArn.parse(details.backupArn()).creationTime()
                .map(created -> details.toBuilder().backupCreationDateTime(created).build()).orElse(details);
    }
}
