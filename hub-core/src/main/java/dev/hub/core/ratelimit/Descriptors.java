package dev.hub.core.ratelimit;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known of something that somebody wants to do: {@code operation=publish, user=42, channel_namespace=chat}. Rules
 * match them, and count by them.
 *
 * @param values by name, in the order of the names; no value is empty, what is not known is absent
 */
public record Descriptors(SortedMap<String, String> values) implements Known {
    /** Most that can be told of one thing. */
    public static final int MAX = 24;

    /** Longest value, in bytes of UTF-8. */
    public static final int MAX_BYTES = 256;

    /** What is done: {@code connect}, {@code subscribe}, {@code publish}, {@code rpc}, {@code job_submit}, {@code http} …. */
    public static final String OPERATION = "operation";

    /** Id of the user. */
    public static final String USER = "user";

    /** Organisation that the user belongs to. */
    public static final String TENANT = "tenant";

    /** IPv4 address, or the /64 network of an IPv6 one. */
    public static final String IP = "ip";

    /** Id of the connection. */
    public static final String CLIENT = "client";

    /** Kind of agent. */
    public static final String AGENT_TYPE = "agent_type";

    /** Namespace of the channel that it is about. */
    public static final String CHANNEL_NAMESPACE = "channel_namespace";

    /** HTTP route, such as {@code /orders/:id}. */
    public static final String ROUTE = "route";

    /** Language model. */
    public static final String MODEL = "model";

    /** Nothing is known. */
    public static final Descriptors NONE = new Descriptors(new TreeMap<>());

    private static final int MAX_NAME = 32;

    /** Checks names and values, and copies them. */
    public Descriptors {
        if (values.size() > MAX) {
            throw new IllegalArgumentException("there must be at most " + MAX + " descriptors, got " + values.size());
        }
        values.forEach(Descriptors::require);
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    /** Those of {@code values}, in any order; an IPv6 address as {@link #IP} stands for its /64 network. */
    public static Descriptors of(Map<String, String> values) {
        SortedMap<String, String> sorted = new TreeMap<>(values);
        sorted.computeIfPresent(IP, (name, text) -> DescriptorValue.ofAddress(text));
        return new Descriptors(sorted);
    }

    /** Throws unless it may be the name of a descriptor. */
    static void requireName(String name) {
        if (!isName(name)) {
            throw new IllegalArgumentException(
                    "a descriptor's name must be 1 to 32 of a-z, 0-9 and _, a letter first, got \""
                            + (name.length() > 80 ? name.substring(0, 80) + "..." : name) + "\"");
        }
    }

    /** By hand: it is asked for each thing that is limited. */
    private static boolean isName(String text) {
        int length = text.length();
        if (length == 0 || length > MAX_NAME || !isLetter(text.charAt(0))) {
            return false;
        }
        for (int i = 1; i < length; i++) {
            char c = text.charAt(i);
            if (!isLetter(c) && c != '_' && (c < '0' || c > '9')) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z';
    }

    private static void require(String name, String value) {
        requireName(name);
        // A character takes 3 bytes at most, or 4 as two.
        if (!value.isEmpty() && value.length() <= MAX_BYTES / 3) {
            return;
        }
        int bytes = value.getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0 || bytes > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "the descriptor " + name + " must have 1 to " + MAX_BYTES + " bytes, got " + bytes);
        }
    }

    /** What is known under that name. */
    public Optional<String> find(String name) {
        return Optional.ofNullable(values.get(name));
    }

    @Override
    public @Nullable String of(String name) {
        return values.get(name);
    }

    /** These and one more. */
    public Descriptors with(String name, String value) {
        SortedMap<String, String> more = new TreeMap<>(values);
        more.put(name, value);
        return new Descriptors(more);
    }
}
