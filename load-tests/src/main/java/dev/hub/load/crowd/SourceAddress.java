package dev.hub.load.crowd;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** Where connections come from: one address has some 28,000 ports to a server, so a crowd spreads over 127.0.0.2 and following. */
final class SourceAddress {
    private static final int PER_ADDRESS = 10_000;
    private static final int ADDRESSES = 200;
    private static final boolean LINUX = System.getProperty("os.name").startsWith("Linux");

    private SourceAddress() {}

    /** The address to bind the connection of this number to; null to leave the choice to the kernel (not loopback, or not Linux). */
    static @Nullable SocketAddress of(InetSocketAddress server, int number) {
        if (!LINUX
                || !server.getAddress().isLoopbackAddress()
                || server.getAddress().getAddress().length != 4) {
            return null;
        }
        byte last = (byte) (2 + number / PER_ADDRESS % ADDRESSES);
        try {
            return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, last}), 0);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }
}
