package dev.hub.core.protocol;

import dev.hub.core.channel.ClientInfo;
import dev.hub.core.channel.Payload;
import dev.hub.core.channel.Publication;
import dev.hub.core.channel.StreamPosition;
import org.jspecify.annotations.Nullable;

/** What the hub sends to a client without being asked. */
public sealed interface Push {
    /** A publication of a channel. */
    record Pub(String channel, Publication publication) implements Push {}

    /**
     * The hub subscribed this connection to a channel.
     *
     * @param position of the stream from which publications come; null without one
     * @param recoverable the client can recover from a position later
     */
    record Subscribe(
            String channel,
            @Nullable StreamPosition position,
            boolean recoverable,
            @Nullable Payload data) implements Push {}

    /** The hub ended a subscription. */
    record Unsubscribe(String channel, int code, String reason) implements Push {}

    /** Until when the connection lasts was changed. */
    record Refresh(Reply.Expiry expiry) implements Push {}

    /** Somebody joined a channel. */
    record Join(String channel, ClientInfo info) implements Push {}

    /** Somebody left a channel. */
    record Leave(String channel, ClientInfo info) implements Push {}

    /** Data for this connection alone. */
    record Message(Payload data) implements Push {}
}
