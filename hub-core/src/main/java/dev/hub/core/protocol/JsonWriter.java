package dev.hub.core.protocol;

import dev.hub.core.channel.Payload;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes JSON straight into UTF-8 bytes. Sets the commas; the caller opens and closes in the right order. */
public final class JsonWriter {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST_ESCAPE = 6;

    private byte[] buffer;
    private int size;
    private boolean needsComma;

    /** An empty writer. */
    public JsonWriter() {
        this(128);
    }

    /** A writer with room for so many bytes at first. */
    JsonWriter(int capacity) {
        buffer = new byte[capacity];
    }

    /** Bytes written. */
    int size() {
        return size;
    }

    void copyTo(byte[] target, int at) {
        System.arraycopy(buffer, 0, target, at, size);
    }

    /** The name of a further member, for an object whose beginning is elsewhere. */
    JsonWriter member(String name) {
        needsComma = true;
        return name(name);
    }

    /** Opens an object. */
    public JsonWriter beginObject() {
        return open('{');
    }

    /** Closes the object. */
    public JsonWriter endObject() {
        return close('}');
    }

    /** Opens an array. */
    public JsonWriter beginArray() {
        return open('[');
    }

    /** Closes the array. */
    public JsonWriter endArray() {
        return close(']');
    }

    /** The name of the member whose value comes next. */
    public JsonWriter name(String name) {
        value(name);
        append(':');
        needsComma = false;
        return this;
    }

    /** A string. */
    public JsonWriter value(String text) {
        separate();
        append('"');
        for (int i = 0; i < text.length(); i++) {
            i += appendEscaped(text, i);
        }
        append('"');
        return this;
    }

    /** A number. */
    public JsonWriter value(long number) {
        separate();
        return ascii(Long.toString(number));
    }

    /** A truth value. */
    public JsonWriter value(boolean truth) {
        separate();
        return ascii(truth ? "true" : "false");
    }

    /** A value that is JSON already. */
    public JsonWriter value(Payload json) {
        separate();
        byte[] bytes = json.bytes();
        reserve(bytes.length);
        System.arraycopy(bytes, 0, buffer, size, bytes.length);
        size += bytes.length;
        return this;
    }

    /** What was written. */
    public byte[] toBytes() {
        return Arrays.copyOf(buffer, size);
    }

    private JsonWriter open(char bracket) {
        separate();
        append(bracket);
        needsComma = false;
        return this;
    }

    private JsonWriter close(char bracket) {
        append(bracket);
        needsComma = true;
        return this;
    }

    private void separate() {
        if (needsComma) {
            append(',');
        }
        needsComma = true;
    }

    /** Appends the character at {@code at}; returns 1 when it took the second half of a surrogate pair with it. */
    private int appendEscaped(String text, int at) {
        char c = text.charAt(at);
        reserve(LONGEST_ESCAPE);
        if (c < 0x20 || c == '"' || c == '\\') {
            appendEscape(c);
            return 0;
        }
        if (c < 0x80) {
            append(c);
            return 0;
        }
        int codePoint = text.codePointAt(at);
        byte[] encoded = Character.toString(codePoint).getBytes(StandardCharsets.UTF_8);
        System.arraycopy(encoded, 0, buffer, size, encoded.length);
        size += encoded.length;
        return Character.charCount(codePoint) - 1;
    }

    private void appendEscape(char c) {
        append('\\');
        switch (c) {
            case '"', '\\' -> append(c);
            case '\n' -> append('n');
            case '\r' -> append('r');
            case '\t' -> append('t');
            default -> {
                ascii("u00");
                append((char) HEX[c >> 4]);
                append((char) HEX[c & 0xf]);
            }
        }
    }

    private JsonWriter ascii(String text) {
        for (int i = 0; i < text.length(); i++) {
            append(text.charAt(i));
        }
        return this;
    }

    private void append(char ascii) {
        reserve(1);
        buffer[size++] = (byte) ascii;
    }

    private void reserve(int more) {
        if (size + more > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, size + more));
        }
    }
}
