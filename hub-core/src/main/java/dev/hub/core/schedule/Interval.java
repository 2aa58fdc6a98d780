package dev.hub.core.schedule;

import java.util.OptionalLong;

/**
 * Evenly spaced times.
 *
 * @param everyMillis from one to the next, 1,000 to {@link #MAX_MILLIS}: what comes more often is no schedule but a loop
 * @param anchorMillis one of them, ms since 1970, 0 or more. With 0 they are multiples of the interval, whoever asks when
 */
public record Interval(long everyMillis, long anchorMillis) implements Timing {
    /** The longest, a leap year. */
    public static final long MAX_MILLIS = 366 * 86_400_000L;

    /** Checks the ranges. */
    public Interval {
        if (everyMillis < 1_000 || everyMillis > MAX_MILLIS) {
            throw new IllegalArgumentException("every_ms must be 1000 to " + MAX_MILLIS + ", got " + everyMillis);
        }
        if (anchorMillis < 0) {
            throw new IllegalArgumentException("start must be 0 or more, got " + anchorMillis);
        }
    }

    @Override
    public OptionalLong after(long millis) {
        long steps = Math.floorDiv(millis - anchorMillis, everyMillis) + 1;
        return OptionalLong.of(anchorMillis + steps * everyMillis);
    }
}
