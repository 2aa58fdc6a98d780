package dev.hub.core.channel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The application's own data: one JSON value, kept as the UTF-8 bytes in which it arrived. The hub never parses
 * it on the way through. Holds no line break, because messages on the wire are separated by them.
 *
 * <p>The bytes are shared, not copied; whoever hands them over must not change them afterwards.
 */
public final class Payload {
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long EIGHT_LF = 0x0a0a0a0a0a0a0a0aL;
    private static final long EIGHT_CR = 0x0d0d0d0d0d0d0d0dL;

    /** JSON {@code null}. */
    public static final Payload NULL = ofJson("null");

    private final byte[] bytes;

    private Payload(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Wraps the JSON value in {@code bytes}; the caller vouches that it is one valid JSON value in UTF-8. */
    public static Payload ofBytes(byte[] bytes) {
        return new Payload(withoutLineBreaks(bytes));
    }

    /** Wraps the JSON text {@code json}; the caller vouches that it is one valid JSON value. */
    public static Payload ofJson(String json) {
        return ofBytes(json.getBytes(StandardCharsets.UTF_8));
    }

    /** The JSON text as UTF-8; not a copy. */
    public byte[] bytes() {
        return bytes;
    }

    /** Length of the JSON text in bytes. */
    public int size() {
        return bytes.length;
    }

    /** It is an object, no other JSON value. */
    public boolean isObject() {
        int start = 0;
        while (start < bytes.length && bytes[start] <= ' ') {
            start++;
        }
        return start < bytes.length && bytes[start] == '{';
    }

    /** The JSON text. */
    public String toJson() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /**
     * A raw line break cannot stand inside a JSON string, only between tokens; there a space means the same.
     */
    private static byte[] withoutLineBreaks(byte[] json) {
        if (!hasLineBreak(json)) {
            return json;
        }
        byte[] clean = json.clone();
        for (int i = 0; i < clean.length; i++) {
            if (clean[i] == '\n' || clean[i] == '\r') {
                clean[i] = ' ';
            }
        }
        return clean;
    }

    /** Looks at eight bytes at a time, for each payload that passes comes by here. */
    private static boolean hasLineBreak(byte[] json) {
        int i = 0;
        for (; i + Long.BYTES <= json.length; i += Long.BYTES) {
            long eight = (long) EIGHT.get(json, i);
            if (hasZero(eight ^ EIGHT_LF) || hasZero(eight ^ EIGHT_CR)) {
                return true;
            }
        }
        for (; i < json.length; i++) {
            if (json[i] == '\n' || json[i] == '\r') {
                return true;
            }
        }
        return false;
    }

    /** One of its bytes is zero (Hacker's Delight, 6-1). */
    private static boolean hasZero(long bytes) {
        return ((bytes - 0x0101010101010101L) & ~bytes & 0x8080808080808080L) != 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Payload that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Only the size: payloads do not belong into logs. */
    @Override
    public String toString() {
        return "Payload[" + bytes.length + " bytes]";
    }
}
