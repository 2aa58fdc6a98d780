package dev.hub.core.schedule;

import java.util.regex.Pattern;

/**
 * The name of a schedule in its queue: 1 to 70 letters, digits, and {@code _ - .} characters. The job of a tick is named
 * {@code <id>:<ms since 1970>}.
 */
public record ScheduleId(String value) {
    private static final Pattern VALID = Pattern.compile("[A-Za-z0-9_.-]{1,70}");

    /** Refuses what is no name of a schedule. */
    public ScheduleId {
        if (!VALID.matcher(value).matches()) {
            throw new IllegalArgumentException("id must be 1 to 70 letters, digits, \"_\", \"-\" and \".\", got \""
                    + (value.length() > 90 ? value.substring(0, 90) + "…" : value) + "\"");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
