package org.backupmetadata.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingKnownType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.thirdparty.jackson.core.JsonFactory;
import software.amazon.awssdk.thirdparty.jackson.core.JsonGenerator;
import software.amazon.awssdk.thirdparty.jackson.core.JsonParser;
import software.amazon.awssdk.thirdparty.jackson.core.JsonProcessingException;
import software.amazon.awssdk.thirdparty.jackson.core.JsonToken;
import software.amazon.awssdk.thirdparty.jackson.core.StreamReadConstraints;
import software.amazon.awssdk.thirdparty.jackson.core.json.JsonWriteFeature;
import software.amazon.awssdk.utils.builder.Buildable;

/**
 * AWS JSON 1.0, to and from the structures of AWS's model, byte for byte as DynamoDB writes it (wire contract, section 2).
 *
 * <p>A structure describes its own members, so this one walk serves every operation, and a member that AWS adds needs an
 * SDK update and nothing here. Parsing goes token by token and never recurses into what it skips: a body of any size and
 * depth that Lambda lets through is read in bounded stack.
 */
public final class AwsJson {

    /**
     * How deep a body may nest. Jackson keeps some fifty bytes for each level, so that 6 MB of brackets would take all the
     * memory of a small function.
     */
    private static final int MAX_NESTING = 1_000_000;

    /**
     * What else a body may hold is bounded by Lambda's 6 MB, so Jackson's own limits, which would turn some of the
     * contract's answers into others, are off. Names are not kept: a hostile body must leave nothing behind.
     */
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES).disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_NESTING)
                    .maxNumberLength(Integer.MAX_VALUE).maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE).build())
            .build();

    /** Members of each structure in the order of the wire, which is alphabetical and not the model's. */
    private static final Map<Class<?>, List<SdkField<?>>> SORTED_MEMBERS = new ConcurrentHashMap<>();

    private AwsJson() {
    }

    /** Writes a structure: compact, keys sorted at every level, absent members left out and empty ones not. */
    public static SdkBytes write(SdkPojo structure) {
        return document(generator -> writeStructure(generator, structure));
    }

    /** The body of an error: its type and, where the contract gives it one, a message under the given name. */
    static SdkBytes writeError(String type, String messageMember, @Nullable String message) {
        return document(generator -> {
            generator.writeStartObject();
            generator.writeStringField("__type", type);
            if (message != null) {
                generator.writeStringField(messageMember, wellFormed(message));
            }
            generator.writeEndObject();
        });
    }

    /**
     * Checks the syntax of a body before anyone looks at what is in it.
     *
     * @throws ApiException if {@code json} is anything but one JSON value
     */
    static void requireWellFormed(String json) {
        parse(json, parser -> {
            boolean nothing = parser.nextToken() == null;
            parser.skipChildren();
            if (nothing || parser.nextToken() != null) {
                throw ApiException.malformedBody();
            }
            return parser;
        });
    }

    /**
     * Fills a builder of AWS's model from a JSON object. Members that the structure does not have are ignored, and so is an
     * explicit {@code null}; of a member that comes twice, rightly both times, the last one counts.
     *
     * @throws ApiException if {@code json} is not a JSON object, or a member has a value of another type than its own
     */
    public static <B extends SdkPojo> B read(String json, B builder) {
        return parse(json, parser -> {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw ApiException.malformedBody();
            }
            readStructure(parser, builder);
            return builder;
        });
    }

    private interface Writing {
        void to(JsonGenerator generator) throws IOException;
    }

    private interface Reading<T> {
        T from(JsonParser parser) throws IOException;
    }

    private static SdkBytes document(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(0);
        try (JsonGenerator generator = JSON.createGenerator(bytes)) {
            writing.to(generator);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return SdkBytes.fromByteArrayUnsafe(bytes.toByteArray());
    }

    /** Half a surrogate pair, which only an input that is quoted back can bring in, has no UTF-8 and becomes {@code ?}. */
    private static String wellFormed(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    private static <T> T parse(String json, Reading<T> reading) {
        try (JsonParser parser = JSON.createParser(json)) {
            return reading.from(parser);
        } catch (JsonProcessingException e) {
            throw ApiException.malformedBody();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void writeStructure(JsonGenerator generator, SdkPojo structure) throws IOException {
        generator.writeStartObject();
        for (SdkField<?> field : sortedMembers(structure)) {
            Object value = field.getValueOrDefault(structure);
            if (value != null && !(value instanceof SdkAutoConstructList)) {
                generator.writeFieldName(field.locationName());
                writeValue(generator, value);
            }
        }
        generator.writeEndObject();
    }

    private static List<SdkField<?>> sortedMembers(SdkPojo structure) {
        return SORTED_MEMBERS.computeIfAbsent(structure.getClass(),
                type -> structure.sdkFields().stream().sorted(Comparator.comparing(SdkField::locationName)).toList());
    }

    private static void writeValue(JsonGenerator generator, @Nullable Object value) throws IOException {
        switch (value) {
            case null -> generator.writeNull();
            case String text -> generator.writeString(text);
            case Boolean flag -> generator.writeBoolean(flag);
            case Long number -> generator.writeNumber(number);
            case Instant instant -> generator.writeNumber(epochSeconds(instant));
            case SdkPojo structure -> writeStructure(generator, structure);
            case List<?> list -> {
                generator.writeStartArray();
                for (Object element : list) {
                    writeValue(generator, element);
                }
                generator.writeEndArray();
            }
            default -> throw new IllegalStateException("a type that no answer has: " + value.getClass());
        }
    }

    /** The number that Java writes as DynamoDB does. Whole milliseconds: SDKs disagree about finer fractions. */
    private static double epochSeconds(Instant instant) {
        int milliseconds = instant.getNano() / 1_000_000;
        return (instant.getEpochSecond() * 1000.0 + milliseconds) / 1000.0;
    }

    /** The parser stands on the structure's start and is left on its end. */
    private static void readStructure(JsonParser parser, SdkPojo builder) throws IOException {
        Map<String, SdkField<?>> members = builder.sdkFieldNameToField();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            SdkField<?> member = members.get(parser.currentName());
            JsonToken token = parser.nextToken();
            if (member == null) {
                parser.skipChildren();
            } else {
                member.set(builder, token == JsonToken.VALUE_NULL ? null : readValue(parser, member));
            }
        }
    }

    private static @Nullable Object readValue(JsonParser parser, SdkField<?> member) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        MarshallingKnownType wanted = member.marshallingType().getKnownType();
        return switch (wanted) {
            case STRING -> token == JsonToken.VALUE_STRING ? parser.getText() : refuse(token, String.class);
            case BOOLEAN -> token.isBoolean() ? (Object) parser.getBooleanValue() : refuse(token, Boolean.class);
            case INTEGER -> token.isNumeric() ? (Object) (int) parser.getDoubleValue() : refuse(token, Integer.class);
            case LONG -> token.isNumeric() ? (Object) longValue(parser) : refuse(token, Long.class);
            case INSTANT -> token.isNumeric() ? instant(parser.getDoubleValue()) : refuse(token, Date.class);
            case SDK_POJO -> token == JsonToken.START_OBJECT ? structure(parser, member) : refuse(token, Map.class);
            case LIST -> token == JsonToken.START_ARRAY ? list(parser, member) : refuse(token, List.class);
            default -> throw new IllegalStateException("a type that no input has: " + wanted);
        };
    }

    private static Object structure(JsonParser parser, SdkField<?> member) throws IOException {
        SdkPojo builder = member.constructor().get();
        readStructure(parser, builder);
        return ((Buildable) builder).build();
    }

    private static List<@Nullable Object> list(JsonParser parser, SdkField<?> member) throws IOException {
        SdkField<?> element = member.getTrait(ListTrait.class).memberFieldInfo();
        List<@Nullable Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            list.add(readValue(parser, element));
        }
        return list;
    }

    /** Whole numbers exactly as far as 64 bits go, all others truncated; what is larger becomes the largest. */
    private static long longValue(JsonParser parser) throws IOException {
        boolean exact = parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
        return exact ? parser.getLongValue() : (long) parser.getDoubleValue();
    }

    /** A time that is given in seconds since the epoch, to the millisecond. */
    static Instant instant(double epochSeconds) {
        return Instant.ofEpochMilli(Math.round(epochSeconds * 1000.0));
    }

    private static Object refuse(JsonToken token, Class<?> wanted) {
        throw ApiException.wrongType(switch (token) {
            case START_ARRAY -> "Unrecognized collection type class " + wanted.getName();
            case START_OBJECT -> "Start of structure or map found where not expected";
            case VALUE_STRING -> "STRING_VALUE cannot be converted to " + wanted.getSimpleName();
            case VALUE_NUMBER_INT -> "NUMBER_VALUE cannot be converted to " + wanted.getSimpleName();
            case VALUE_NUMBER_FLOAT -> "DECIMAL_VALUE cannot be converted to " + wanted.getSimpleName();
            case VALUE_TRUE -> "TRUE_VALUE cannot be converted to " + wanted.getSimpleName();
            case VALUE_FALSE -> "FALSE_VALUE cannot be converted to " + wanted.getSimpleName();
            default -> throw new IllegalStateException("not the start of a value: " + token);
        });
    }
}
