package org.backupmetadata.model;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import software.amazon.awssdk.thirdparty.jackson.core.JsonFactory;
import software.amazon.awssdk.thirdparty.jackson.core.JsonFactoryBuilder;
import software.amazon.awssdk.thirdparty.jackson.core.JsonGenerator;
import software.amazon.awssdk.thirdparty.jackson.core.JsonParser;
import software.amazon.awssdk.thirdparty.jackson.core.JsonProcessingException;
import software.amazon.awssdk.thirdparty.jackson.core.JsonToken;
import software.amazon.awssdk.thirdparty.jackson.core.StreamReadConstraints;

/**
 * JSON as a stream, read and written. The only class that touches the copy of Jackson which the AWS SDK brings along,
 * and which is no public API of it.
 *
 * <p>What is not read is skipped without recursion, so that a document of any size and depth that Lambda lets through
 * takes a bounded stack.
 */
public final class Json {

    /**
     * How deep a document may nest. Jackson keeps some fifty bytes for each level, so that 6 MB of brackets would take
     * all the memory of a small function.
     */
    private static final int MAX_NESTING = 1_000_000;

    /** For documents from callers. Member names are not cached: a hostile document must leave nothing behind. */
    private static final JsonFactory FORGETFUL = unlimited().disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    /**
     * For documents whose member names are AWS's own and are cached. Jackson drops the cache when a caller's odd
     * headers make it too large.
     */
    private static final JsonFactory REMEMBERING = unlimited().disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .build();

    private Json() {
    }

    /**
     * Jackson's own limits are off, since they would change some of the contract's answers. Lambda's 6 MB limit the
     * size of a document.
     */
    private static JsonFactoryBuilder unlimited() {
        StreamReadConstraints constraints = StreamReadConstraints.builder().maxNestingDepth(MAX_NESTING)
                .maxNumberLength(Integer.MAX_VALUE).maxStringLength(Integer.MAX_VALUE).maxNameLength(Integer.MAX_VALUE)
                .build();
        return new JsonFactoryBuilder().disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .streamReadConstraints(constraints);
    }

    /** What a JSON value is. */
    public enum Kind {
        OBJECT, ARRAY, STRING,
        /** A number without a fraction or an exponent. */
        INTEGER,
        /** Any other number. */
        DECIMAL, TRUE, FALSE, NULL;

        private static Kind of(JsonToken token) {
            return switch (token) {
                case START_OBJECT -> OBJECT;
                case START_ARRAY -> ARRAY;
                case VALUE_STRING -> STRING;
                case VALUE_NUMBER_INT -> INTEGER;
                case VALUE_NUMBER_FLOAT -> DECIMAL;
                case VALUE_TRUE -> TRUE;
                case VALUE_FALSE -> FALSE;
                case VALUE_NULL -> NULL;
                default -> throw new IllegalStateException("not the start of a value: " + token);
            };
        }
    }

    /** Makes something of a document. It may leave parts of the value unread. */
    @FunctionalInterface
    public interface Reading<T> {
        T from(Reader reader) throws IOException;
    }

    /** What to do with one member of an object. It may leave the value unread. */
    @FunctionalInterface
    public interface Member {
        void read(String name, Reader value) throws IOException;
    }

    /** What to do with one element of an array. It may leave the value unread. */
    @FunctionalInterface
    public interface Element {
        void read(Reader value) throws IOException;
    }

    /** What to write. */
    @FunctionalInterface
    public interface Writing {
        void to(Writer writer) throws IOException;
    }

    /**
     * Reads a document from a caller.
     *
     * @throws MalformedJsonException if it is anything but one JSON value, also in a part that is not read
     */
    public static <T> T read(String json, Reading<T> reading) {
        try (JsonParser parser = FORGETFUL.createParser(json)) {
            return read(parser, reading);
        } catch (JsonProcessingException e) {
            throw new MalformedJsonException();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a document whose names are AWS's own.
     *
     * @throws MalformedJsonException if it is anything but one JSON value, also in a part that is not read
     * @throws IOException if the stream cannot be read
     */
    public static <T> T read(InputStream json, Reading<T> reading) throws IOException {
        try (JsonParser parser = REMEMBERING.createParser(json)) {
            return read(parser, reading);
        } catch (JsonProcessingException e) {
            throw new MalformedJsonException();
        }
    }

    private static <T> T read(JsonParser parser, Reading<T> reading) throws IOException {
        if (parser.nextToken() == null) {
            throw new MalformedJsonException();
        }
        T value = reading.from(new Reader(parser));
        parser.skipChildren();
        if (parser.nextToken() != null) {
            throw new MalformedJsonException();
        }
        return value;
    }

    /** Writes a document and returns its UTF-8. */
    public static byte[] write(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(0); // the generator fills it at once, at the end
        try {
            write(bytes, writing);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Writes a document to a stream in UTF-8, and closes the stream. */
    public static void write(OutputStream output, Writing writing) throws IOException {
        try (JsonGenerator generator = FORGETFUL.createGenerator(output)) {
            writing.to(new Writer(generator));
        }
    }

    /** How many bytes that UTF-8 takes as the content of a JSON string. */
    public static long escapedLength(byte[] utf8) {
        long length = 0;
        for (byte each : utf8) {
            length += switch (each) {
                case '"', '\\', '\b', '\t', '\n', '\f', '\r' -> 2;
                default -> each >= 0 && each < ' ' ? 6 : 1;
            };
        }
        return length;
    }

    /** Reads a document from its start to its end. It is at the start of a value until that value is read. */
    public static final class Reader {

        private final JsonParser parser;

        private Reader(JsonParser parser) {
            this.parser = parser;
        }

        /** What the value is. */
        public Kind kind() {
            return Kind.of(parser.currentToken());
        }

        /** Reads the members of an object in their order. Any other value has none. */
        public void members(Member member) throws IOException {
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                    parser.nextToken();
                    member.read(name, this);
                    parser.skipChildren();
                }
            }
        }

        /** Reads the elements of an array in their order. Any other value has none. */
        public void elements(Element element) throws IOException {
            if (parser.currentToken() == JsonToken.START_ARRAY) {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    element.read(this);
                    parser.skipChildren();
                }
            }
        }

        /** The content of a string. */
        public String text() throws IOException {
            return parser.getText();
        }

        /** The text in that member of an object, or nothing if there is no such member, or no string in it. */
        public Optional<String> findText(String member) throws IOException {
            String[] found = new String[1];
            members((name, value) -> {
                if (name.equals(member)) {
                    found[0] = value.kind() == Kind.STRING ? value.text() : null;
                }
            });
            return Optional.ofNullable(found[0]);
        }

        /** A number, as the nearest double. */
        public double decimal() throws IOException {
            return parser.getDoubleValue();
        }

        /**
         * A whole number of up to 64 bits exactly; a fraction is truncated; a larger number becomes the largest or
         * smallest.
         */
        public long integer() throws IOException {
            boolean exact = parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                    && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
            return exact ? parser.getLongValue() : (long) parser.getDoubleValue();
        }
    }

    /** Writes a document: compact, in the order of the calls. */
    public static final class Writer {

        private final JsonGenerator generator;

        private Writer(JsonGenerator generator) {
            this.generator = generator;
        }

        public void startObject() throws IOException {
            generator.writeStartObject();
        }

        public void endObject() throws IOException {
            generator.writeEndObject();
        }

        public void startArray() throws IOException {
            generator.writeStartArray();
        }

        public void endArray() throws IOException {
            generator.writeEndArray();
        }

        /** The name of the member whose value comes next. */
        public void name(String name) throws IOException {
            generator.writeFieldName(name);
        }

        /**
         * A string. One with surrogates goes through UTF-8 for two reasons: characters beyond the basic plane stay
         * themselves, as DynamoDB writes them, and are not escaped; and half a surrogate pair, which an input that is
         * quoted back may have, becomes {@code ?}.
         */
        public void value(String text) throws IOException {
            if (hasSurrogates(text)) {
                text(text.getBytes(StandardCharsets.UTF_8));
            } else {
                generator.writeString(text);
            }
        }

        private static boolean hasSurrogates(String text) {
            for (int i = 0; i < text.length(); i++) {
                if (Character.isSurrogate(text.charAt(i))) {
                    return true;
                }
            }
            return false;
        }

        public void value(long number) throws IOException {
            generator.writeNumber(number);
        }

        /** A number as {@link Double#toString} writes it. */
        public void value(double number) throws IOException {
            generator.writeNumber(number);
        }

        public void value(boolean flag) throws IOException {
            generator.writeBoolean(flag);
        }

        public void nullValue() throws IOException {
            generator.writeNull();
        }

        /** A string whose content is that UTF-8. */
        public void text(byte[] utf8) throws IOException {
            generator.writeUTF8String(utf8, 0, utf8.length);
        }

        /** A string whose content is the base64 of those bytes. */
        public void base64(byte[] bytes) throws IOException {
            generator.writeBinary(bytes);
        }

        public void member(String name, String text) throws IOException {
            name(name);
            value(text);
        }

        public void member(String name, long number) throws IOException {
            name(name);
            value(number);
        }

        public void member(String name, double number) throws IOException {
            name(name);
            value(number);
        }

        public void member(String name, boolean flag) throws IOException {
            name(name);
            value(flag);
        }
    }
}
