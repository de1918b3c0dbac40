package org.backupmetadata.runtime;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A whole HTTP/1.1 request or response. Reads what the runtime client, the AWS SDK and the embedded database send: a
 * body is as long as its {@code Content-Length} says.
 */
final class HttpMessage {
    private final String head;
    private final byte[] body;

    private HttpMessage(String head, byte[] body) {
        this.head = head;
        this.body = body;
    }

    /** Reads one message, or null where the stream ends before it. */
    static @Nullable HttpMessage read(InputStream in) throws IOException {
        String head = readHead(in);
        if (head == null) {
            return null;
        }
        int length = Integer.parseInt(header(head, "Content-Length", "0"));
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("A body of " + length + " bytes ended after " + body.length);
        }
        return new HttpMessage(head, body);
    }

    /** A response with a body of the given type, and further header lines ({@code Name: value}). */
    static HttpMessage response(int status, String contentType, byte[] body, String... headers) {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " -\r\nContent-Type: " + contentType + "\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        return new HttpMessage(head + "Content-Length: " + body.length + "\r\n\r\n", body);
    }

    byte[] body() {
        return body;
    }

    /** The request's method and path, {@code POST /}. */
    String methodAndPath() {
        return head.substring(0, head.indexOf(" HTTP/"));
    }

    /** The value of a header, or an empty string. */
    String header(String name) {
        return header(head, name, "");
    }

    byte[] toBytes() {
        byte[] start = head.getBytes(StandardCharsets.ISO_8859_1);
        byte[] bytes = new byte[start.length + body.length];
        System.arraycopy(start, 0, bytes, 0, start.length);
        System.arraycopy(body, 0, bytes, start.length, body.length);
        return bytes;
    }

    private static @Nullable String readHead(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream(512);
        int last4 = 0;
        while (last4 != 0x0D0A0D0A) {
            int next = in.read();
            if (next < 0) {
                return null;
            }
            head.write(next);
            last4 = last4 << 8 | next;
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private static String header(String head, String name, String otherwise) {
        String start = "\r\n" + name.toLowerCase(Locale.ROOT) + ":";
        int at = head.toLowerCase(Locale.ROOT).indexOf(start);
        if (at < 0) {
            return otherwise;
        }
        int from = at + start.length();
        return head.substring(from, head.indexOf("\r\n", from)).strip();
    }
}
