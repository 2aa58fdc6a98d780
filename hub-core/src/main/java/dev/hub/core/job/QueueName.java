package dev.hub.core.job;

import java.util.regex.Pattern;

/**
 * The name of a queue: 1 to 100 letters, digits, and {@code _ - .} characters.
 *
 * @param value the name
 */
public record QueueName(String value) {
    private static final Pattern VALID = Pattern.compile("[A-Za-z0-9_.-]{1,100}");

    /** Refuses what is no name of a queue. */
    public QueueName {
        String fault = faultOf(value);
        if (!fault.isEmpty()) {
            throw new IllegalArgumentException(fault);
        }
    }

    /** What is wrong with {@code name}; empty when nothing is. */
    public static String faultOf(String name) {
        return VALID.matcher(name).matches()
                ? ""
                : "queue must be 1 to 100 letters, digits, \"_\", \"-\" and \".\", got \""
                        + (name.length() > 120 ? name.substring(0, 120) + "…" : name) + "\"";
    }

    @Override
    public String toString() {
        return value;
    }
}
