package dev.hub.websocket.delivery;

import dev.hub.core.channel.Payload;
import dev.hub.core.channel.StreamPosition;
import java.util.List;

/**
 * What came of a recovery, for the client.
 *
 * @param position where the client is once it has {@code publications}; of the stream when it is not recovered
 * @param recovered nothing is missing; what is not in {@code publications} follows
 * @param publications oldest first, in the subscriber's form
 */
public record Opening(StreamPosition position, boolean recovered, List<Payload> publications) {
    /** Copies {@code publications}. */
    public Opening {
        publications = List.copyOf(publications);
    }
}
