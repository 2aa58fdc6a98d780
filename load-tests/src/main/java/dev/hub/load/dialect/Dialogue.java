package dev.hub.load.dialect;

import io.netty.buffer.ByteBuf;

/** One connection's conversation in a {@link Dialect}. On the event loop. */
public interface Dialogue {
    /** The WebSocket is open: say hello. */
    void opened();

    /** A frame came. The bytes are the caller's and may hold several messages, or none that count. */
    void received(ByteBuf bytes, int start, int length);
}
