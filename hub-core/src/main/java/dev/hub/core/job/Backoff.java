package dev.hub.core.job;

import java.util.random.RandomGenerator;

/**
 * How long a job waits after a failed attempt.
 *
 * @param type how the wait grows
 * @param delayMillis the first wait, 0 to 7 days
 * @param maxDelayMillis the longest one, to 7 days
 * @param jitter which part of the wait is drawn by lot, 0 to 1: with 0.2 it is 80 to 100 % of the wait
 */
public record Backoff(Type type, long delayMillis, long maxDelayMillis, double jitter) {
    /** Longest wait. */
    public static final long MAX_DELAY_MILLIS = 7 * 86_400_000L;

    /** 1 s, doubled with each failure up to an hour, a fifth of it by lot. */
    public static final Backoff STANDARD = new Backoff(Type.EXPONENTIAL, 1_000, 3_600_000, 0.2);

    /** Doubling more often would not change a wait any more. */
    private static final int MOST_DOUBLINGS = 40;

    /** How the wait grows from failure to failure. */
    public enum Type {
        /** It stays the same. */
        FIXED,
        /** It doubles. */
        EXPONENTIAL,
        /** The worker says how long, with each failure; where it does not, as if exponential. */
        CUSTOM
    }

    /** Checks the ranges. */
    public Backoff {
        requireDelay("delay_ms", delayMillis);
        requireDelay("max_delay_ms", maxDelayMillis);
        if (!(jitter >= 0 && jitter <= 1)) {
            throw new IllegalArgumentException("jitter must be 0 to 1, got " + jitter);
        }
    }

    private static void requireDelay(String name, long millis) {
        if (millis < 0 || millis > MAX_DELAY_MILLIS) {
            throw new IllegalArgumentException(name + " must be 0 to " + MAX_DELAY_MILLIS + ", got " + millis);
        }
    }

    /**
     * The wait in ms.
     *
     * @param failures failed attempts so far, this one included, from 1
     */
    public long delay(int failures, RandomGenerator random) {
        long full = switch (type) {
            case FIXED -> delayMillis;
            case EXPONENTIAL, CUSTOM -> doubled(failures - 1);
        };
        long longest = Math.min(full, maxDelayMillis);
        long byLot = (long) (longest * jitter);
        return byLot == 0 ? longest : longest - random.nextLong(byLot + 1);
    }

    private long doubled(int times) {
        return delayMillis == 0
                ? 0
                : (long) Math.min(
                        (double) maxDelayMillis, (double) delayMillis * Math.pow(2, Math.min(times, MOST_DOUBLINGS)));
    }
}
