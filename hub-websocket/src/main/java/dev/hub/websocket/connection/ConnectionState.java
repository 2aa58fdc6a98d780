package dev.hub.websocket.connection;

import dev.hub.core.decision.Headers;
import dev.hub.core.protocol.HubException;
import org.jspecify.annotations.Nullable;

/** Where a connection stands. It goes from one to the next in this order and never back, but for a refused connect. */
public sealed interface ConnectionState {
    /**
     * The client has to authenticate first.
     *
     * @param headers of the request that opened the socket, as far as they are kept
     * @param refusal of the last connect; null before the first one
     */
    record AwaitingConnect(Headers headers, @Nullable HubException refusal) implements ConnectionState {}

    /**
     * The client's token is being checked.
     *
     * @param headers of the request that opened the socket, as far as they are kept
     * @param entered the session that may begin, where the presence was told of it already
     */
    record Authenticating(Headers headers, @Nullable Session entered) implements ConnectionState {}

    /** The client may do what its rights allow. */
    record Connected(Session session) implements ConnectionState {}

    /** A close was sent, or the socket is gone. */
    record Closed() implements ConnectionState {}
}
