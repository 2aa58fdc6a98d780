package dev.hub.websocket.handshake;

import dev.hub.core.network.IpAddress;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.Shareable;
import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many sockets each address has on this instance, and how many it may have. An IPv6 address counts by its first 64
 * bits: a customer of a provider has all of the rest. Safe from any thread.
 */
public final class AddressLimit implements Shareable {
    private static final String SHARED = "dev.hub.websocket.addresses";

    private final int limit;
    private final ConcurrentHashMap<InetAddress, Integer> counts = new ConcurrentHashMap<>();

    /**
     * Nobody has a socket yet.
     *
     * @param limit sockets of one address; 0 for any number
     */
    public AddressLimit(int limit) {
        if (limit < 0) {
            throw new IllegalArgumentException("ip-connection-limit must be 0 or more, got " + limit);
        }
        this.limit = limit;
    }

    /** The one of all verticles in {@code vertx}; the first to ask decides how many there may be. */
    public static AddressLimit of(Vertx vertx, int limit) {
        return vertx.sharedData()
                .<String, AddressLimit>getLocalMap(SHARED)
                .computeIfAbsent(SHARED, first -> new AddressLimit(limit));
    }

    /** There is a limit. */
    public boolean isOn() {
        return limit > 0;
    }

    /** One more socket of {@code address}, to be given back with {@link #leave}; false when it has as many as it may. */
    public boolean enter(InetAddress address) {
        boolean enters = counts.merge(IpAddress.network(address), 1, Integer::sum) <= limit;
        if (!enters) {
            leave(address);
        }
        return enters;
    }

    /** A socket of {@code address} that entered is gone. */
    public void leave(InetAddress address) {
        InetAddress network = IpAddress.network(address);
        counts.merge(network, -1, Integer::sum);
        counts.remove(network, 0);
    }

    /** Addresses that have a socket. */
    int addresses() {
        return counts.size();
    }
}
