package dev.hub.core.network;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * The proxies whose word is taken for who connects, as networks in CIDR notation such as {@code 10.0.0.0/8}; an address
 * alone is a network of its own.
 */
public final class TrustedProxies {
    /** Nobody's word is taken. */
    public static final TrustedProxies NONE = new TrustedProxies(List.of());

    private static final Pattern BITS = Pattern.compile("[0-9]{1,3}");

    private final List<Network> networks;

    private TrustedProxies(List<Network> networks) {
        this.networks = networks;
    }

    /** A network: the first {@code bits} bits of {@code address}. */
    private static final class Network {
        private final byte[] address;
        private final int bits;

        private Network(byte[] address, int bits) {
            this.address = address;
            this.bits = bits;
        }

        private boolean contains(byte[] other) {
            if (other.length != address.length) {
                return false;
            }
            int whole = bits / 8;
            if (Arrays.mismatch(address, 0, whole, other, 0, whole) >= 0) {
                return false;
            }
            int rest = bits % 8;
            return rest == 0 || ((address[whole] ^ other[whole]) & (0xff << (8 - rest)) & 0xff) == 0;
        }
    }

    /**
     * Reads networks as configured.
     *
     * @throws IllegalArgumentException naming one that is none
     */
    public static TrustedProxies of(List<String> networks) {
        List<Network> all = networks.stream()
                .map(text -> network(text)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "a trusted proxy must be an address or a network such as 10.0.0.0/8, got \"" + text
                                        + "\"")))
                .toList();
        return all.isEmpty() ? NONE : new TrustedProxies(all);
    }

    /** {@link #of} takes {@code text}. */
    public static boolean isNetwork(String text) {
        return network(text).isPresent();
    }

    private static Optional<Network> network(String text) {
        int slash = text.indexOf('/');
        Optional<byte[]> address =
                IpAddress.parse(slash < 0 ? text : text.substring(0, slash)).map(InetAddress::getAddress);
        return address.flatMap(bytes -> bits(text, slash, bytes.length * 8).stream()
                .mapToObj(bits -> new Network(bytes, bits))
                .findFirst());
    }

    private static OptionalInt bits(String text, int slash, int most) {
        if (slash < 0) {
            return OptionalInt.of(most);
        }
        String digits = text.substring(slash + 1);
        return BITS.matcher(digits).matches() && Integer.parseInt(digits) <= most
                ? OptionalInt.of(Integer.parseInt(digits))
                : OptionalInt.empty();
    }

    /** Nobody is trusted. */
    public boolean isEmpty() {
        return networks.isEmpty();
    }

    /** The word of who has this address is taken. */
    public boolean trusts(InetAddress address) {
        byte[] bytes = address.getAddress();
        return networks.stream().anyMatch(each -> each.contains(bytes));
    }

    /**
     * Who speaks through {@code peer}: the last address that is no trusted proxy itself, for what stands before it, anybody
     * may have written.
     *
     * @param forwarded values of {@code X-Forwarded-For}
     */
    public InetAddress origin(InetAddress peer, List<String> forwarded) {
        if (isEmpty()) {
            return peer;
        }
        String[] hops = String.join(",", forwarded).split(",", -1);
        InetAddress reached = peer;
        for (int at = hops.length - 1; at >= 0 && trusts(reached); at--) {
            Optional<InetAddress> next = IpAddress.parse(hops[at]);
            if (next.isEmpty()) {
                return reached;
            }
            reached = next.get();
        }
        return reached;
    }
}
