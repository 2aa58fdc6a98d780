package dev.hub.verticles.webhook;

import java.time.Duration;
import java.util.function.LongUnaryOperator;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: twice as long each time up to {@link #LONGEST}, a quarter more or less at random,
 * so that what failed together does not come again together.
 */
record Delays(Duration first, RandomGenerator random) implements LongUnaryOperator {
    /** Longest wait, in general. */
    static final Duration LONGEST = Duration.ofMinutes(5);

    private static final int MOST_DOUBLINGS = 20;
    private static final double SPREAD = 0.25;

    @Override
    public long applyAsLong(long failures) {
        long doubled = first.toMillis() << Math.min(failures - 1, MOST_DOUBLINGS);
        long bounded = Math.min(doubled, LONGEST.toMillis());
        return Math.max(1, Math.round(bounded * (1 - SPREAD + 2 * SPREAD * random.nextDouble())));
    }
}
