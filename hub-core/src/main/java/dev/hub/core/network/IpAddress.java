package dev.hub.core.network;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** Reads IP addresses that others wrote. Never asks the DNS. */
public final class IpAddress {
    private static final int IPV4_BYTES = 4;

    private IpAddress() {}

    /** The address that {@code text} is, with or without a port, IPv6 with or without brackets; empty for anything else. */
    public static Optional<InetAddress> parse(String text) {
        return ofLiteral(withoutPort(text.strip()));
    }

    private static Optional<InetAddress> ofLiteral(String literal) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(literal);
        if (bytes == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByAddress(bytes));
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("an address of " + bytes.length + " bytes", impossible);
        }
    }

    private static String withoutPort(String text) {
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            return end < 0 ? text : text.substring(1, end);
        }
        int colon = text.indexOf(':');
        return colon >= 0 && colon == text.lastIndexOf(':') ? text.substring(0, colon) : text;
    }

    /** What one customer of a provider is given: an IPv4 address, or the first 64 bits of an IPv6 address. */
    public static InetAddress network(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == IPV4_BYTES) {
            return address;
        }
        byte[] network = new byte[bytes.length];
        System.arraycopy(bytes, 0, network, 0, bytes.length / 2);
        try {
            return InetAddress.getByAddress(network);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("an address of " + bytes.length + " bytes", impossible);
        }
    }
}
