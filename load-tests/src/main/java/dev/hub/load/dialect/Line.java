package dev.hub.load.dialect;

import io.netty.buffer.ByteBuf;

/** The socket as a {@link Dialogue} sees it. On the event loop. */
public interface Line {
    /** Sends one text frame, at once. */
    void say(byte[] text);

    /** The server has confirmed everything that the role needs: publications will arrive, or may be sent. */
    void ready();

    /** One publication arrived, in {@code bytes} from {@code start}. */
    void delivered(ByteBuf bytes, int start, int length);

    /** The server refused something; the connection is of no use. */
    void refused(String why);
}
