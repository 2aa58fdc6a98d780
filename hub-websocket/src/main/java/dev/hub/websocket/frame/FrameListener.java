package dev.hub.websocket.frame;

import dev.hub.core.protocol.CloseCode;

/** What a {@link FrameDecoder} finds. Arrays are the listener's own. */
public interface FrameListener {
    /** A whole text message in valid UTF-8. */
    void text(byte[] message);

    /** A whole binary message. */
    void binary(byte[] message);

    /** A ping, which is to be answered with a pong that carries the same. */
    void ping(byte[] payload);

    /**
     * The other side closes.
     *
     * @param code what it says; 0 when it says nothing
     */
    void close(int code);

    /** The other side broke the protocol or a limit; nothing more is decoded. */
    void violation(CloseCode code);
}
