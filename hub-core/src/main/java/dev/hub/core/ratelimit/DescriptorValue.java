package dev.hub.core.ratelimit;

import dev.hub.core.network.IpAddress;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Makes values of descriptors out of what others wrote, so that any text is one. */
public final class DescriptorValue {
    /** A character takes 3 bytes at most, one outside of the first plane counts as two. */
    private static final int ALWAYS_FITS = Descriptors.MAX_BYTES / 3;

    private static final int IPV6_BYTES = 16;

    private DescriptorValue() {}

    /** {@code text} if it fits; what is longer is known by its SHA-256, as {@code sha256:…}. Null for an empty one. */
    public static @Nullable String of(String text) {
        if (text.isEmpty()) {
            return null;
        }
        return text.length() <= ALWAYS_FITS ? text : fitting(text);
    }

    private static String fitting(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= Descriptors.MAX_BYTES) {
            return text;
        }
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    /** What stands for an address: an IPv4 address itself, of IPv6 the first 64 bits, such as {@code 2001:db8::/64}. */
    public static String of(InetAddress address) {
        String network = NetUtil.toAddressString(IpAddress.network(address));
        return address.getAddress().length == IPV6_BYTES ? network + "/64" : network;
    }

    /** The same for an address as text; what is no IPv6 address is left as it is. */
    static String ofAddress(String text) {
        if (text.indexOf(':') < 0) {
            return text;
        }
        InetAddress address = NetUtil.createInetAddressFromIpAddressString(text);
        return address == null ? text : of(address);
    }
}
