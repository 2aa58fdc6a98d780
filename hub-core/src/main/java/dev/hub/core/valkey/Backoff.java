package dev.hub.core.valkey;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: capped exponential with full jitter, and a longer, half-jittered wait after
 * a fault that only a person can mend.
 *
 * @param first upper bound of the first wait; default 50 ms
 * @param most upper bound of every ordinary wait; default 2 s
 * @param fatalFirst upper bound of the first wait after a fatal fault; default 1 s
 * @param fatalMost upper bound of every wait after fatal faults; default 30 s
 */
public record Backoff(Duration first, Duration most, Duration fatalFirst, Duration fatalMost) {

    /** Waits fit for production. */
    public static final Backoff DEFAULT =
            new Backoff(Duration.ofMillis(50), Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofSeconds(30));

    /** Checks that the bounds are positive and in order. */
    public Backoff {
        requireOrder(first, most);
        requireOrder(fatalFirst, fatalMost);
    }

    /**
     * Milliseconds to wait.
     *
     * @param failures attempts that failed in a row, 1 or more
     * @return 1 to {@code most} in milliseconds, all values equally likely
     */
    long millis(int failures, RandomGenerator random) {
        return 1 + random.nextLong(bound(first, most, failures));
    }

    /** Milliseconds to wait after a fatal fault: between half and all of the bound. */
    long fatalMillis(int failures, RandomGenerator random) {
        long bound = bound(fatalFirst, fatalMost, failures);
        return bound - random.nextLong(bound / 2 + 1);
    }

    private static long bound(Duration first, Duration most, int failures) {
        int doublings = Math.clamp(failures - 1, 0, 30);
        return Math.min(most.toMillis(), first.toMillis() << doublings);
    }

    private static void requireOrder(Duration first, Duration most) {
        if (first.toMillis() < 1 || most.compareTo(first) < 0) {
            throw new IllegalArgumentException("a back-off needs 1 ms <= first <= most, got " + first + " and " + most);
        }
    }
}
