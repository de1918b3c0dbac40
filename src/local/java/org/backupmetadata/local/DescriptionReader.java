package org.backupmetadata.local;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.backupmetadata.model.BackupArn;
import org.backupmetadata.model.InvalidBackupArnException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.services.dynamodb.model.BackupDescription;
import software.amazon.awssdk.services.dynamodb.model.BackupDetails;
import software.amazon.awssdk.utils.builder.Buildable;

/**
 * Reads one DescribeBackup answer as a person has it in a file. More lenient than the wire, since the AWS CLI prints ISO 8601
 * times, and more talkative: it goes on after a wrong value, so that a document's problems are all reported at once, each with
 * its line and the path of the member.
 *
 * <p>It follows the structures' own description of their members, as the wire does, so it knows every member that the SDK
 * has.
 */
final class DescriptionReader {

    /** Where the reader says what is wrong. */
    interface Problems {
        void add(int line, String reason);
    }

    private static final String WRAPPER = "BackupDescription";
    private static final String ARN = "BackupDetails.BackupArn";

    /** A time further away than this many digits of seconds is a mistake, whatever its unit. */
    private static final int MAX_SECOND_DIGITS = 12;

    private final JsonParser parser;
    private final Problems sink;
    private final Map<String, Integer> linesByMember = new HashMap<>();
    private boolean good = true;

    private DescriptionReader(JsonParser parser, Problems sink) {
        this.parser = parser;
        this.sink = sink;
    }

    /**
     * Reads the document whose first token is the parser's current one, to its end.
     *
     * @return null if it is bad, which has been reported then
     * @throws com.fasterxml.jackson.core.JsonProcessingException if it is not JSON
     */
    static @Nullable BackupDescription read(JsonParser parser, Problems problems) throws IOException {
        DescriptionReader reader = new DescriptionReader(parser, problems);
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
            checkArn(start, description.backupDetails());
        }
        return description;
    }

    /**
     * Reads the members of a description, whether they come wrapped in {@code BackupDescription} or not.
     *
     * @return the names of what the document has at its top
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

    private void checkArn(int start, @Nullable BackupDetails details) {
        String arn = details == null ? null : details.backupArn();
        if (arn == null) {
            problem(start, ARN + " is missing");
            return;
        }
        try {
            BackupArn.parse(arn);
        } catch (InvalidBackupArnException e) {
            problem(linesByMember.getOrDefault(ARN, start), ARN + ": " + e.getMessage() + ": " + quoted(arn));
        }
    }

    /** The parser stands on the structure's start and is left on its end. */
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
            parser.skipChildren();
        } else if (parser.currentToken() == JsonToken.VALUE_NULL) {
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

    /** Null if the value is not one of the member's, which has been reported then. */
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

    /** Whole milliseconds, as the wire has them: SDKs disagree about finer fractions. */
    private @Nullable Object instant(String path) throws IOException {
        try {
            if (parser.currentToken() == JsonToken.VALUE_STRING) {
                return isoTime(parser.getText()).truncatedTo(ChronoUnit.MILLIS);
            } else if (parser.currentToken().isNumeric()) {
                return epochTime(parser.getDecimalValue());
            }
        } catch (DateTimeException e) {
            return mismatch(path, "a time, as epoch seconds or as ISO 8601 with an offset");
        }
        return mismatch(path, "a time");
    }

    /** Python prints a space where ISO 8601 has a T. */
    private static Instant isoTime(String text) {
        return OffsetDateTime.parse(text.strip().replaceFirst("^([0-9-]+) ", "$1T")).toInstant();
    }

    private static Instant epochTime(BigDecimal seconds) {
        if (seconds.precision() - (long) seconds.scale() > MAX_SECOND_DIGITS || seconds.scale() > 1000) {
            throw new DateTimeException("out of range");
        }
        return Instant.ofEpochMilli(seconds.movePointRight(3).setScale(0, RoundingMode.FLOOR).longValueExact());
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
        return text.length() <= 100 ? text : text.substring(0, 100) + "…";
    }

    private int line() {
        return parser.currentTokenLocation().getLineNr();
    }

    private void problem(int line, String reason) {
        good = false;
        sink.add(line, reason);
    }
}
