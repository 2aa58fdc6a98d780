package dev.hub.websocket.connection;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.net.InetSocketAddress;

/** Where clients are, as text. Costs memory only for those behind a proxy. */
final class ClientAddress {
    /** What a trusted proxy said. */
    static final AttributeKey<String> FORWARDED = AttributeKey.valueOf(ClientAddress.class, "forwarded");

    private ClientAddress() {}

    /** The client's own address; empty when nobody tells. */
    static String of(Channel socket) {
        String forwarded = socket.hasAttr(FORWARDED) ? socket.attr(FORWARDED).get() : null;
        return forwarded == null ? ofSocket(socket) : forwarded;
    }

    /** The other end of the socket. */
    static String ofSocket(Channel socket) {
        return socket.remoteAddress() instanceof InetSocketAddress address && address.getAddress() != null
                ? address.getAddress().getHostAddress()
                : "";
    }
}
