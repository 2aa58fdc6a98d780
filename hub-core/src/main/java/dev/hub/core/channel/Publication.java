package dev.hub.core.channel;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One message published to a channel.
 *
 * @param data the application's data
 * @param info the client that published it; null when a back end or a verticle did
 * @param offset its place in the channel's stream, from 1; 0 in a channel without history
 * @param tags words about it that are not part of its data; may be empty
 * @param time when the hub took it, in milliseconds since 1970 by that instance's clock; 0 when unknown
 * @param channel the channel it came from, where that is not clear: in a subscription by pattern; else empty
 */
public record Publication(
        Payload data, @Nullable ClientInfo info, long offset, Map<String, String> tags, long time, String channel) {
    /** Copies {@code tags}. */
    public Publication {
        tags = Map.copyOf(tags);
        if (offset < 0) {
            throw new IllegalArgumentException("offset must be 0 or more, got " + offset);
        }
    }

    /** A publication without offset, tags or known publisher. */
    public static Publication of(Payload data) {
        return new Publication(data, null, 0, Map.of(), 0, "");
    }
}
