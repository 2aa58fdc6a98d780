package dev.hub.load.wire;

import io.netty.buffer.ByteBuf;

/** Takes the frames that a {@link FrameReader} finds. */
public interface FrameSink {
    /**
     * A complete data frame. The bytes stay where they are and belong to the reader: use them before returning.
     *
     * @param start index of the first payload byte in {@code bytes}; the reader and writer index mean nothing here
     * @param length of the payload in bytes, 0 or more
     */
    void message(ByteBuf bytes, int start, int length);

    /** A ping of the WebSocket layer; the payload (125 bytes at most) has to be sent back in a pong. */
    void ping(byte[] payload);

    /** The server closes. 1005 when it gave no code. */
    void closed(int code, String reason);
}
