package dev.hub.core.consumer;

import dev.hub.core.channel.ChannelName;

/**
 * Which durable consumer.
 *
 * @param channel what it consumes: a channel, or with a {@code *} all channels of a pattern
 * @param name 1 to {@value #MAX_NAME} letters, digits, {@code -}, {@code _} and {@code .}
 */
public record ConsumerId(ChannelName channel, String name) {
    /** Longest name, in characters. */
    public static final int MAX_NAME = 64;

    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException when {@link #faultOf} finds a fault
     */
    public ConsumerId {
        String fault = faultOf(name);
        if (!fault.isEmpty()) {
            throw new IllegalArgumentException(fault);
        }
    }

    /** What is wrong with {@code name} as the name of a consumer; empty when nothing is. */
    public static String faultOf(String name) {
        if (name.isEmpty() || name.length() > MAX_NAME) {
            return "consumer must have 1 to " + MAX_NAME + " characters, got " + name.length();
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean isLetter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (!isLetter && !(c >= '0' && c <= '9') && c != '-' && c != '_' && c != '.') {
                return "consumer must be made of letters, digits, -, _ and ., got U+%04X at position %d"
                        .formatted((int) c, i);
            }
        }
        return "";
    }
}
