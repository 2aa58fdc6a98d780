package dev.hub.core.pattern;

import dev.hub.core.channel.ChannelName;
import java.util.Optional;

/**
 * Names of channels, described by parts that are separated by {@code :}. The part {@code *} at the end stands for one or
 * more parts, anywhere else for exactly one; every other part stands for itself. A part may be empty: {@code a:} has two.
 *
 * <p>{@code orders:*} describes {@code orders:42} and {@code orders:eu:42} but not {@code orders}; {@code *:alerts}
 * describes {@code eu:alerts} only; {@code *} describes every channel. Without a {@code *} it describes one channel.
 */
public record ChannelPattern(String text) {
    static final char SEPARATOR = ':';
    static final char WILDCARD = '*';

    /**
     * Checks the pattern.
     *
     * @throws IllegalArgumentException when {@link #faultOf} finds a fault
     */
    public ChannelPattern {
        String fault = faultOf(text);
        if (!fault.isEmpty()) {
            throw new IllegalArgumentException(fault);
        }
    }

    /** The channel name {@code name} is meant as a pattern. */
    public static boolean isPattern(String name) {
        return name.indexOf(WILDCARD) >= 0;
    }

    /** What is wrong with {@code text} as a pattern; empty when nothing is. It must be a channel's name as well. */
    public static String faultOf(String text) {
        String fault = ChannelName.faultOf(text);
        if (!fault.isEmpty()) {
            return fault;
        }
        for (int at = text.indexOf(WILDCARD); at >= 0; at = text.indexOf(WILDCARD, at + 1)) {
            boolean begins = at == 0 || text.charAt(at - 1) == SEPARATOR;
            boolean ends = at == text.length() - 1 || text.charAt(at + 1) == SEPARATOR;
            if (!begins || !ends) {
                return "pattern must have * only as a whole part between colons, got * at position %d of %s"
                        .formatted(at, text);
            }
        }
        return "";
    }

    /** The channel is one of those described. */
    public boolean matches(String channel) {
        int at = 0;
        int from = 0;
        while (true) {
            int end = partEnd(text, at);
            int to = partEnd(channel, from);
            boolean isLast = end == text.length();
            if (isWildcard(text, at, end)) {
                if (isLast) {
                    return true;
                }
            } else if (!samePart(at, end, channel, from, to)) {
                return false;
            }
            if (isLast || to == channel.length()) {
                return isLast && to == channel.length();
            }
            at = end + 1;
            from = to + 1;
        }
    }

    private boolean samePart(int at, int end, String channel, int from, int to) {
        return end - at == to - from && text.regionMatches(at, channel, from, end - at);
    }

    /** The first part, when it stands for itself and others follow: the namespace of all channels described. */
    public Optional<String> namespace() {
        int end = partEnd(text, 0);
        boolean isNamed = end < text.length() && !isWildcard(text, 0, end);
        return isNamed ? Optional.of(text.substring(0, end)) : Optional.empty();
    }

    /** Where the part of {@code name} that begins at {@code start} ends: at a separator, or the name's end. */
    static int partEnd(String name, int start) {
        int end = name.indexOf(SEPARATOR, start);
        return end < 0 ? name.length() : end;
    }

    /** The part of {@code text} from {@code start} to {@code end} is a wildcard. */
    static boolean isWildcard(String text, int start, int end) {
        return end - start == 1 && text.charAt(start) == WILDCARD;
    }

    @Override
    public String toString() {
        return text;
    }
}
