package dev.hub.core.presence;

import dev.hub.core.channel.Payload;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A look at a user.
 *
 * @param nowMillis when, by the clock of the servers
 * @param seenMillis when the user came or went last; 0 when that is not known
 * @param status what the user says of itself; null when nothing
 */
public record UserRead(
        long nowMillis, long seenMillis, @Nullable Payload status, List<Connection> connections) {
    /** Copies {@code connections}. */
    public UserRead {
        connections = List.copyOf(connections);
    }

    /** A connection, and the uid of the instance that holds or held it. */
    public record Connection(String client, String node, boolean away) {}
}
