package dev.hub.core.bus;

import java.util.List;

/**
 * A connection, for people who look after the hub.
 *
 * @param client its id
 * @param user whose; empty for an anonymous one
 * @param name what the application called itself in its connect
 * @param version of the application, by its own account
 * @param ip where it comes from
 * @param transport by which it came, such as {@code websocket}
 * @param connectedAt in seconds since 1970
 * @param channels to which it is subscribed, {@link #MAX_CHANNELS} of them at most
 * @param channelCount to how many it is subscribed
 */
public record ConnectionInfo(
        String client,
        String user,
        String name,
        String version,
        String ip,
        String transport,
        long connectedAt,
        List<String> channels,
        int channelCount) {
    /** So many names of channels are told. */
    public static final int MAX_CHANNELS = 20;

    /** Copies {@code channels}. */
    public ConnectionInfo {
        channels = List.copyOf(channels);
    }
}
