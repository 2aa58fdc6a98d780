package dev.hub.core.protocol;

/**
 * A push, encoded once for everybody who receives it: a complete WebSocket text frame. Frames from a server are not
 * masked, so their bytes are the same on every socket.
 *
 * <p>Immutable by agreement: nobody writes to the array that {@link #frame} returns.
 */
public final class EncodedPush {
    private static final int FINAL_TEXT = 0x81;
    private static final int LENGTH_16_BIT = 126;
    private static final int LENGTH_64_BIT = 127;

    private final byte[] frame;
    private final int bodyStart;

    private EncodedPush(byte[] frame, int bodyStart) {
        this.frame = frame;
        this.bodyStart = bodyStart;
    }

    /** Frames {@code parts}, put end to end, as one text message (RFC 6455, section 5.2). */
    public static EncodedPush ofText(byte[]... parts) {
        int size = 0;
        for (byte[] part : parts) {
            size += part.length;
        }
        int bodyStart = headerSize(size);
        byte[] frame = new byte[bodyStart + size];
        writeHeader(frame, size);
        int at = bodyStart;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, frame, at, part.length);
            at += part.length;
        }
        return new EncodedPush(frame, bodyStart);
    }

    private static int headerSize(int size) {
        if (size < LENGTH_16_BIT) {
            return 2;
        }
        return size <= 0xffff ? 4 : 10;
    }

    private static void writeHeader(byte[] frame, int size) {
        frame[0] = (byte) FINAL_TEXT;
        switch (headerSize(size)) {
            case 2 -> frame[1] = (byte) size;
            case 4 -> {
                frame[1] = LENGTH_16_BIT;
                writeBigEndian(frame, size, 2);
            }
            default -> {
                frame[1] = LENGTH_64_BIT;
                writeBigEndian(frame, size, 8);
            }
        }
    }

    private static void writeBigEndian(byte[] frame, long size, int bytes) {
        for (int i = 0; i < bytes; i++) {
            frame[2 + i] = (byte) (size >>> (8 * (bytes - 1 - i)));
        }
    }

    /** The whole frame; not a copy. */
    public byte[] frame() {
        return frame;
    }

    /** Where the message begins in {@link #frame}, after the frame's header. */
    public int bodyStart() {
        return bodyStart;
    }
}
