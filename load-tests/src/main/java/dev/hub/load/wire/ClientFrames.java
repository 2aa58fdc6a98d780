package dev.hub.load.wire;

import io.netty.buffer.ByteBuf;

/** Writes the frames of a client: final, masked, never compressed (RFC 6455 section 5.3). */
public final class ClientFrames {
    /** One key for all frames: the mask protects proxies from hostile script, and there is neither here. */
    private static final int KEY = 0x5a17c3e9;

    private static final int MASKED = 0x80;
    private static final int LARGEST_PAYLOAD = 65_535;

    private ClientFrames() {}

    /** Appends a text frame. The payload is 65,535 bytes at most. */
    public static void text(ByteBuf out, byte[] payload) {
        frame(out, 0x81, payload);
    }

    /** Appends the answer to a ping. */
    public static void pong(ByteBuf out, byte[] payload) {
        frame(out, 0x8a, payload);
    }

    private static void frame(ByteBuf out, int first, byte[] payload) {
        if (payload.length > LARGEST_PAYLOAD) {
            throw new IllegalArgumentException(
                    "a frame holds at most " + LARGEST_PAYLOAD + " bytes here, got " + payload.length);
        }
        out.writeByte(first);
        if (payload.length < 126) {
            out.writeByte(MASKED | payload.length);
        } else {
            out.writeByte(MASKED | 126).writeShort(payload.length);
        }
        out.writeInt(KEY);
        for (int i = 0; i < payload.length; i++) {
            out.writeByte(payload[i] ^ (KEY >> (24 - 8 * (i & 3))));
        }
    }
}
