package dev.hub.websocket.handshake;

import dev.hub.core.network.TrustedProxies;
import io.netty.channel.Channel;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.util.Optional;

/** Finds out the address of each client where that matters, and lets no more of one address in than may be. */
public final class AddressGate {
    private final ClientAddress addresses;
    private final AddressLimit limit;
    private final boolean matters;

    /** A gate where the word of {@code proxies} is taken. */
    public AddressGate(TrustedProxies proxies, AddressLimit limit) {
        this.addresses = new ClientAddress(proxies);
        this.limit = limit;
        this.matters = limit.isOn() || !proxies.isEmpty();
    }

    /** From which address {@code request} comes; empty where that does not matter or cannot be known. */
    public Optional<InetAddress> address(HttpServerRequest request) {
        return matters ? addresses.of(request) : Optional.empty();
    }

    /** One more socket may come from {@code address}; what is let in has to be {@link #follow}ed or {@link #leave}. */
    public boolean enter(Optional<InetAddress> address) {
        return address.isEmpty() || !limit.isOn() || limit.enter(address.get());
    }

    /** The socket did not come about. */
    public void leave(Optional<InetAddress> address) {
        if (limit.isOn()) {
            address.ifPresent(limit::leave);
        }
    }

    /** Remembers the address of {@code socket}, and that it is free again once the socket is closed. */
    public void follow(Channel socket, Optional<InetAddress> address) {
        address.ifPresent(known -> ClientAddress.remember(socket, known));
        if (limit.isOn() && address.isPresent()) {
            socket.closeFuture().addListener(closed -> limit.leave(address.get()));
        }
    }
}
