package org.backupmetadata.model;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.backupmetadata.model.Json.Kind;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingKnownType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.utils.builder.Buildable;

/**
 * AWS JSON 1.0, to and from the structures of AWS's model, byte for byte as DynamoDB writes it: compact, keys in
 * alphabetical order at every level, absent members left out, times in seconds with an exponent.
 *
 * <p>A structure describes its own members, so this one walk serves every operation, and a member that AWS adds needs
 * an SDK update and nothing here.
 */
public final class AwsJson {

    /** Members of each structure in the order of the wire, which is alphabetical and not the model's. */
    private static final Map<Class<?>, List<SdkField<?>>> SORTED_MEMBERS = new ConcurrentHashMap<>();

    private AwsJson() {
    }

    /** Writes a structure: compact, keys sorted at every level, absent members left out and empty ones not. */
    public static SdkBytes write(SdkPojo structure) {
        return SdkBytes.fromByteArrayUnsafe(Json.write(writer -> writeStructure(writer, structure)));
    }

    /**
     * Checks the syntax of a document that is not read.
     *
     * @throws MalformedJsonException if it is anything but one JSON value
     */
    public static void requireWellFormed(String json) {
        Json.read(json, reader -> reader);
    }

    /**
     * Fills a builder of AWS's model from a JSON object. Members that the structure does not have are ignored, and so
     * is an explicit {@code null}; if a member comes twice with the right type, the last one counts.
     *
     * @throws MalformedJsonException if {@code json} is not one JSON object
     * @throws WrongJsonTypeException if a member has a value of another type than its own
     */
    public static <B extends SdkPojo> B read(String json, B builder) {
        return parse(json, builder).structure();
    }

    /**
     * Reads a document to its end in one pass. Errors in its values are reported only when the structure is asked for,
     * since other checks come between the syntax of a request and its types.
     *
     * @throws MalformedJsonException if {@code json} is anything but one JSON value
     */
    public static <B extends SdkPojo> Parsed<B> parse(String json, B builder) {
        return Json.read(json, reader -> {
            if (reader.kind() != Kind.OBJECT) {
                return new Parsed<>(builder, new MalformedJsonException());
            }
            Filling filling = new Filling();
            filling.fill(builder, reader);
            return new Parsed<>(builder, filling.refusal);
        });
    }

    /**
     * A well-formed document, filled into a builder as far as its types are right.
     *
     * @param refusal the first error in it, or null
     */
    public record Parsed<B extends SdkPojo>(B builder, @Nullable RuntimeException refusal) {

        /**
         * The builder, if the document has no error.
         *
         * @throws MalformedJsonException if the document is no object
         * @throws WrongJsonTypeException if a member has a value of another type than its own: the first such member
         */
        public B structure() {
            if (refusal != null) {
                throw refusal;
            }
            return builder;
        }
    }

    private static void writeStructure(Json.Writer writer, SdkPojo structure) throws IOException {
        writer.startObject();
        for (SdkField<?> field : sortedMembers(structure)) {
            Object value = field.getValueOrDefault(structure);
            if (value != null && !(value instanceof SdkAutoConstructList)) {
                writer.name(field.locationName());
                writeValue(writer, value);
            }
        }
        writer.endObject();
    }

    private static List<SdkField<?>> sortedMembers(SdkPojo structure) {
        return SORTED_MEMBERS.computeIfAbsent(structure.getClass(),
                type -> structure.sdkFields().stream().sorted(Comparator.comparing(SdkField::locationName)).toList());
    }

    private static void writeValue(Json.Writer writer, @Nullable Object value) throws IOException {
        switch (value) {
            case null -> writer.nullValue();
            case String text -> writer.value(text);
            case Boolean flag -> writer.value(flag);
            case Long number -> writer.value(number);
            case Instant instant -> writer.value(Timestamps.toEpochSeconds(instant));
            case SdkPojo structure -> writeStructure(writer, structure);
            case List<?> list -> {
                writer.startArray();
                for (Object element : list) {
                    writeValue(writer, element);
                }
                writer.endArray();
            }
            default -> throw new IllegalStateException("a type that no answer has: " + value.getClass());
        }
    }

    /** One pass over a document. It keeps the first member of a wrong type. */
    private static final class Filling {

        private @Nullable WrongJsonTypeException refusal;

        private void fill(SdkPojo builder, Json.Reader reader) throws IOException {
            Map<String, SdkField<?>> members = builder.sdkFieldNameToField();
            reader.members((name, value) -> {
                SdkField<?> member = members.get(name);
                if (member != null) {
                    member.set(builder, value(member, value));
                }
            });
        }

        private @Nullable Object value(SdkField<?> member, Json.Reader reader) throws IOException {
            Kind kind = reader.kind();
            if (kind == Kind.NULL) {
                return null;
            }
            boolean number = kind == Kind.INTEGER || kind == Kind.DECIMAL;
            MarshallingKnownType wanted = member.marshallingType().getKnownType();
            return switch (wanted) {
                case STRING -> kind == Kind.STRING ? reader.text() : refuse(kind, String.class);
                case BOOLEAN ->
                    kind == Kind.TRUE || kind == Kind.FALSE
                            ? (Object) (kind == Kind.TRUE)
                            : refuse(kind, Boolean.class);
                case INTEGER -> number ? (Object) (int) reader.decimal() : refuse(kind, Integer.class);
                case LONG -> number ? (Object) reader.integer() : refuse(kind, Long.class);
                case INSTANT -> number ? Timestamps.ofEpochSeconds(reader.decimal()) : refuse(kind, Date.class);
                case SDK_POJO -> kind == Kind.OBJECT ? structure(member, reader) : refuse(kind, Map.class);
                case LIST -> kind == Kind.ARRAY ? list(member, reader) : refuse(kind, List.class);
                default -> throw new IllegalStateException("a type that no input has: " + wanted);
            };
        }

        private Object structure(SdkField<?> member, Json.Reader reader) throws IOException {
            SdkPojo builder = member.constructor().get();
            fill(builder, reader);
            return ((Buildable) builder).build();
        }

        private List<@Nullable Object> list(SdkField<?> member, Json.Reader reader) throws IOException {
            SdkField<?> element = member.getTrait(ListTrait.class).memberFieldInfo();
            List<@Nullable Object> list = new ArrayList<>();
            reader.elements(value -> list.add(value(element, value)));
            return list;
        }

        private @Nullable Object refuse(Kind found, Class<?> wanted) {
            if (refusal == null) {
                refusal = new WrongJsonTypeException(found, wanted);
            }
            return null;
        }
    }
}
