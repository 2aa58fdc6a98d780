package dev.hub.websocket.handshake;

import dev.hub.core.network.IpAddress;
import dev.hub.core.network.TrustedProxies;
import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds out from which address a client connects. Behind trusted proxies that is the last address in
 * {@code X-Forwarded-For} that is no trusted proxy itself: what stands before it, anybody may have written.
 */
public final class ClientAddress {
    private static final String FORWARDED = "X-Forwarded-For";
    private static final AttributeKey<InetAddress> FORWARDED_FOR = AttributeKey.valueOf("dev.hub.forwarded-for");

    private final TrustedProxies proxies;

    /** By the word of {@code proxies}. */
    public ClientAddress(TrustedProxies proxies) {
        this.proxies = proxies;
    }

    /** Whoever sent {@code request}; empty when it did not come over IP. */
    public Optional<InetAddress> of(HttpServerRequest request) {
        return Optional.ofNullable(request.remoteAddress())
                .flatMap(address -> IpAddress.parse(String.valueOf(address.hostAddress())))
                .map(peer -> proxies.origin(peer, request.headers().getAll(FORWARDED)));
    }

    /** Remembers {@code address} for a socket whose peer has another one. */
    public static void remember(Channel socket, InetAddress address) {
        if (!address.equals(peer(socket))) {
            socket.attr(FORWARDED_FOR).set(address);
        }
    }

    /** From which address the client of {@code socket} connects; empty when that is not an IP address. */
    public static Optional<InetAddress> of(Channel socket) {
        return socket.hasAttr(FORWARDED_FOR)
                ? Optional.ofNullable(socket.attr(FORWARDED_FOR).get())
                : Optional.ofNullable(peer(socket));
    }

    private static @Nullable InetAddress peer(Channel socket) {
        return socket.remoteAddress() instanceof InetSocketAddress peer ? peer.getAddress() : null;
    }
}
