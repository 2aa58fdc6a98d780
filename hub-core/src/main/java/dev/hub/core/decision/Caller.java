package dev.hub.core.decision;

import dev.hub.core.channel.Payload;
import org.jspecify.annotations.Nullable;

/**
 * The connection for whose sake the application is asked.
 *
 * @param client the id that the connection has, or will have, unique over all instances
 * @param user whose it is; empty for an anonymous one, and before it is connected
 * @param transport how the client is connected, such as {@code websocket}
 * @param protocol in which form it speaks, such as {@code json}
 * @param meta what the application attached to the connection when it came; clients never see it
 * @param headers which of them are kept is configured
 */
public record Caller(
        String client,
        String user,
        String transport,
        String protocol,
        @Nullable Payload meta,
        ClientHeaders headers) {
    /**
     * What a client sent along when it opened the connection.
     *
     * @param transport headers of the HTTP request; a proxy in front of the hub may have set them
     * @param emulated headers that the client wrote into its connect command, because browsers let scripts set none.
     *     Whatever they say is the client's own word
     */
    public record ClientHeaders(Headers transport, Headers emulated) {
        /** None at all. */
        public static final ClientHeaders NONE = new ClientHeaders(Headers.NONE, Headers.NONE);
    }

    /** A caller over a WebSocket that speaks JSON. */
    public static Caller overWebSocket(String client, String user, @Nullable Payload meta, ClientHeaders headers) {
        return new Caller(client, user, "websocket", "json", meta, headers);
    }
}
