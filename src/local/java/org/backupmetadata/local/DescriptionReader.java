package org.backupmetadata.local;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.backupmetadata.model.BackupArn;
import org.backupmetadata.model.InvalidBackupArnException;
import org.backupmetadata.model.TableArn;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingKnownType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.services.dynamodb.model.BackupDescription;
import software.amazon.awssdk.services.dynamodb.model.BackupDetails;
import software.amazon.awssdk.services.dynamodb.model.BackupType;
import software.amazon.awssdk.services.dynamodb.model.SourceTableDetails;
import software.amazon.awssdk.utils.builder.Buildable;

/**
 * Reads a DescribeBackup answer from a file. It is more lenient than the wire, since the AWS CLI prints ISO 8601 times,
 * and continues after a wrong value, so that all problems of a document are reported at once, each with its line and
 * the path of the member.
 *
 * <p>It follows the structures' own description of their members, as the wire does, so it knows every member that the
 * SDK has.
 */
final class DescriptionReader {

    /** Gets the reader's findings, with the line of the document. */
    interface Report {

        /** Why the document is bad. */
        void problem(int line, String reason);

        /** A member of a good document is left out, or contradicts another. */
        void note(int line, String text);
    }

    private static final String WRAPPER = "BackupDescription";
    private static final String ARN = "BackupDetails.BackupArn";

    /**
     * Members that SDKs put beside an answer: {@code ResponseMetadata}, {@code $metadata}, {@code @metadata}, and so
     * on.
     */
    private static final Pattern METADATA = Pattern.compile("[$@]?[A-Za-z]*[Mm]etadata");

    private final JsonParser parser;
    private final Report report;
    private final Map<String, Integer> linesByMember = new HashMap<>();
    private boolean good = true;

    private DescriptionReader(JsonParser parser, Report report) {
        this.parser = parser;
        this.report = report;
    }

    /**
     * Reads a document to its end. The parser must be at its first token.
     *
     * @return null if it is bad; that has been reported
     * @throws com.fasterxml.jackson.core.JsonProcessingException if it is not JSON
     */
    static @Nullable BackupDescription read(JsonParser parser, Report report) throws IOException {
        DescriptionReader reader = new DescriptionReader(parser, report);
        BackupDescription description = reader.readDocument();
        return reader.good ? description : null;
    }

    private BackupDescription readDocument() throws IOException {
        int start = line();
        BackupDescription.Builder builder = BackupDescription.builder();
        if (!parser.isExpectedStartObjectToken()) {
            problem(start, "nothing that looks like a backup: expected an object, found " + found());
            parser.skipChildren();
            return builder.build();
        }
        Set<String> names = readEnvelope(builder);
        BackupDescription description = builder.build();
        if (!names.contains(WRAPPER) && !names.contains("BackupDetails")) {
            problem(start, "nothing that looks like a backup: it has neither BackupDescription nor BackupDetails"
                    + (names.contains("BackupSummaries")
                            ? " (list-backups prints BackupSummaries; describe-backup prints the whole of one)"
                            : ""));
        } else if (good) {
            return checked(start, description);
        }
        return description;
    }

    /**
     * Reads the members of a description, whether they come wrapped in {@code BackupDescription} or not.
     *
     * @return the names of the document's top-level members
     */
    private Set<String> readEnvelope(BackupDescription.Builder builder) throws IOException {
        Map<String, SdkField<?>> members = builder.sdkFieldNameToField();
        Set<String> names = new HashSet<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            names.add(name);
            if (name.equals(WRAPPER) && token == JsonToken.START_OBJECT) {
                readStructure("", builder);
            } else if (name.equals(WRAPPER) && token != JsonToken.VALUE_NULL) {
                mismatch(name, "an object");
            } else {
                readMember("", members.get(name), builder);
            }
        }
        return names;
    }

    private BackupDescription checked(int start, BackupDescription description) {
        BackupDetails details = description.backupDetails();
        String text = details == null ? null : details.backupArn();
        if (details == null || text == null) {
            problem(start, ARN + " is missing");
            return description;
        }
        try {
            BackupArn arn = BackupArn.parse(text);
            noteContradictions(arn, details, description.sourceTableDetails());
            return details.backupType() == null ? withType(description, details, typeNamedBy(arn)) : description;
        } catch (InvalidBackupArnException e) {
            problem(linesByMember.getOrDefault(ARN, start), ARN + ": " + e.getMessage() + ": " + quoted(text));
            return description;
        }
    }

    private void noteContradictions(BackupArn arn, BackupDetails details, @Nullable SourceTableDetails source) {
        Optional<TableArn> table = source == null ? Optional.empty() : arn.table();
        if (source != null && table.isPresent()) {
            String tableArn = arn.text().substring(0, arn.text().indexOf("/backup/"));
            noteUnlessSame("SourceTableDetails.TableArn", source.tableArn(), tableArn);
            noteUnlessSame("SourceTableDetails.TableName", source.tableName(), table.get().tableName());
        }
        Instant created = details.backupCreationDateTime();
        arn.creationTime().filter(time -> created != null && isFarFrom(time, created)).ifPresent(time -> note(
                "BackupDetails.BackupCreationDateTime", created + " is not when the backup was created by its ARN, "
                        + time));
        BackupType type = details.backupType();
        if (type != null && (type == BackupType.SYSTEM) != arn.isOfDeletedTable()) {
            note("BackupDetails.BackupType", type + " is not the type that the ARN names, " + typeNamedBy(arn));
        }
    }

    private void noteUnlessSame(String path, @Nullable String value, String named) {
        if (value != null && !value.equals(named)) {
            note(path, quoted(value) + " is not what the backup's ARN names, " + quoted(named));
        }
    }

    private void note(String path, String text) {
        report.note(linesByMember.getOrDefault(path, 1), path + ": " + text);
    }

    /** Whether two times differ by more than a second: some tools write whole seconds. */
    private static boolean isFarFrom(Instant one, Instant other) {
        return Duration.between(one, other).abs().compareTo(Duration.ofSeconds(1)) >= 0;
    }

    /** The type that the ARN implies: versions of the CLI from before there were types do not print one. */
    private static BackupType typeNamedBy(BackupArn arn) {
        if (arn.table().isEmpty()) {
            return BackupType.AWS_BACKUP;
        }
        return arn.isOfDeletedTable() ? BackupType.SYSTEM : BackupType.USER;
    }

    private static BackupDescription withType(BackupDescription description, BackupDetails details, BackupType type) {
        return description.toBuilder().backupDetails(details.toBuilder().backupType(type).build()).build();
    }

    /** Reads a structure. The parser is at its start, and is left at its end. */
    private void readStructure(String prefix, SdkPojo builder) throws IOException {
        Map<String, SdkField<?>> members = builder.sdkFieldNameToField();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            readMember(prefix, members.get(name), builder);
        }
    }

    private void readMember(String prefix, @Nullable SdkField<?> member, SdkPojo builder) throws IOException {
        if (member == null) {
            noteUnknown(prefix + parser.currentName());
            parser.skipChildren();
        } else if (isAbsent(member)) {
            member.set(builder, null);
        } else {
            String path = prefix + member.locationName();
            linesByMember.put(path, line());
            Object value = readValue(path, member);
            if (value != null) {
                member.set(builder, value);
            }
        }
    }

    private void noteUnknown(String path) {
        if (!METADATA.matcher(path).matches()) {
            report.note(line(), path + " is left out: this version of the AWS SDK knows no such member");
        }
    }

    /** Some SDKs write an empty string for a member that is absent. No text in a description may be empty. */
    private boolean isAbsent(SdkField<?> member) throws IOException {
        return parser.currentToken() == JsonToken.VALUE_NULL
                || (member.marshallingType().getKnownType() == MarshallingKnownType.STRING
                        && parser.currentToken() == JsonToken.VALUE_STRING && parser.getText().isEmpty());
    }

    /** The value, or null if it is not one of the member's; that has been reported. */
    private @Nullable Object readValue(String path, SdkField<?> member) throws IOException {
        JsonToken token = parser.currentToken();
        return switch (member.marshallingType().getKnownType()) {
            case STRING -> token == JsonToken.VALUE_STRING ? parser.getText() : mismatch(path, "a string");
            case BOOLEAN -> token.isBoolean() ? (Object) parser.getBooleanValue() : mismatch(path, "true or false");
            case LONG -> isLong(token) ? (Object) parser.getLongValue() : mismatch(path, "a whole number");
            case INSTANT -> instant(path);
            case SDK_POJO -> token == JsonToken.START_OBJECT ? structure(path, member) : mismatch(path, "an object");
            case LIST -> token == JsonToken.START_ARRAY ? list(path, member) : mismatch(path, "an array");
            default -> throw new IllegalStateException("no backup had a " + member.marshallingType().getTargetClass());
        };
    }

    private boolean isLong(JsonToken token) throws IOException {
        return token == JsonToken.VALUE_NUMBER_INT && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
    }

    private Object structure(String path, SdkField<?> member) throws IOException {
        SdkPojo builder = member.constructor().get();
        readStructure(path + ".", builder);
        return ((Buildable) builder).build();
    }

    private List<Object> list(String path, SdkField<?> member) throws IOException {
        SdkField<?> element = member.getTrait(ListTrait.class).memberFieldInfo();
        List<Object> list = new ArrayList<>();
        for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
            Object value = readValue(path + "[" + i + "]", element);
            if (value != null) {
                list.add(value);
            }
        }
        return list;
    }

    private @Nullable Object instant(String path) throws IOException {
        try {
            if (parser.currentToken() == JsonToken.VALUE_STRING) {
                return WrittenTime.parse(parser.getText());
            } else if (parser.currentToken().isNumeric()) {
                return WrittenTime.ofEpoch(parser.getDecimalValue());
            }
        } catch (DateTimeException e) {
            return mismatch(path, "a time, as epoch seconds or as ISO 8601 with an offset");
        }
        return mismatch(path, "a time");
    }

    private @Nullable Object mismatch(String path, String wanted) throws IOException {
        problem(line(), path + ": expected " + wanted + ", found " + found());
        parser.skipChildren();
        return null;
    }

    private String found() throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "the string " + quoted(parser.getText());
            default -> shortened(parser.getText());
        };
    }

    private static String quoted(String text) {
        return '"' + shortened(text.replace("\n", "\\n")) + '"';
    }

    private static String shortened(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "...";
    }

    private int line() {
        return parser.currentTokenLocation().getLineNr();
    }

    private void problem(int line, String reason) {
        good = false;
        report.problem(line, reason);
    }
}
