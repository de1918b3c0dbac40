package org.backupmetadata.api;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The body of a request, decoded once. */
public final class Body {

    /** No body. */
    public static final Body NONE = new Body("");

    private static final char REPLACEMENT = '\uFFFD';

    private final @Nullable String text;

    private Body(@Nullable String text) {
        this.text = text;
    }

    /** A body that is text. */
    public static Body of(String text) {
        return new Body(text);
    }

    /** A body of those bytes. The strict decoder is used only if the fast one has replaced something. */
    public static Body of(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return new Body(text.indexOf(REPLACEMENT) < 0 || isUtf8(bytes) ? text : null);
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    boolean isEmpty() {
        return text != null && text.isEmpty();
    }

    /**
     * The text of the body, which may be JSON.
     *
     * @throws RuntimeException if the body is not UTF-8, and so not JSON
     */
    public String json() {
        if (text == null) {
            throw ApiError.SERIALIZATION.exception();
        }
        return text;
    }
}
