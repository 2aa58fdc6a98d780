package dev.hub.load.dialect;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;

/**
 * The time inside a publication. The payload is {@code {"t":<16 digits>,"p":"xxx"}}: nanoseconds of this process, in a range that survives a
 * server which parses JSON numbers as doubles. One per run, on the event loop.
 */
public final class Stamps {
    /** Bytes that a payload must have to hold a stamp. */
    public static final int SMALLEST_PAYLOAD = 32;

    /** Stamps count from here: always 16 digits, below 2^53. */
    private static final long BASE = 1_000_000_000_000_000L;

    private static final int DIGITS = 16;
    private static final byte[] MARK = "\"t\":".getBytes(US_ASCII);
    private static final int DIGITS_AT = 1 + 4;

    private final long origin = System.nanoTime();
    private final byte[] template;
    private long last;
    private int usual;

    /** Payloads of this size in bytes, at least 32. */
    public Stamps(int payloadSize) {
        if (payloadSize < SMALLEST_PAYLOAD) {
            throw new IllegalArgumentException(
                    "payload must be at least " + SMALLEST_PAYLOAD + " bytes, got " + payloadSize);
        }
        String head = "{\"t\":" + BASE + ",\"p\":\"";
        this.template = (head + "x".repeat(payloadSize - head.length() - 2) + "\"}").getBytes(US_ASCII);
    }

    /** Now, in nanoseconds, as stamps count. */
    public long now() {
        return BASE + System.nanoTime() - origin;
    }

    /** A payload that says it was sent then, or 1 ns after the one before, if that is later: stamps of one run strictly rise. */
    public byte[] payload(long then) {
        last = Math.max(then, last + 1);
        byte[] payload = template.clone();
        long rest = last;
        for (int i = DIGITS_AT + DIGITS - 1; i >= DIGITS_AT; i--) {
            payload[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return payload;
    }

    /** The stamp in a message. Looks first where it stood the last time. Fails with IllegalArgumentException when there is none. */
    public long read(ByteBuf bytes, int start, int length) {
        if (!markAt(bytes, start, length, usual)) {
            usual = find(bytes, start, length);
        }
        int at = start + usual + MARK.length;
        long stamp = 0;
        for (int i = 0; i < DIGITS; i++) {
            stamp = stamp * 10 + bytes.getByte(at + i) - '0';
        }
        return stamp;
    }

    private static int find(ByteBuf bytes, int start, int length) {
        for (int offset = 0; offset < length; offset++) {
            if (markAt(bytes, start, length, offset)) {
                return offset;
            }
        }
        throw new IllegalArgumentException(
                "a delivery without a time stamp: " + bytes.toString(start, length, US_ASCII));
    }

    private static boolean markAt(ByteBuf bytes, int start, int length, int offset) {
        if (offset + MARK.length + DIGITS > length) {
            return false;
        }
        for (int i = 0; i < MARK.length; i++) {
            if (bytes.getByte(start + offset + i) != MARK[i]) {
                return false;
            }
        }
        return true;
    }
}
