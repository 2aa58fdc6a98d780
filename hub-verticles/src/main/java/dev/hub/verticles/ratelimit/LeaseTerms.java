package dev.hub.verticles.ratelimit;

import dev.hub.core.ratelimit.Algorithm;
import dev.hub.core.ratelimit.Quota;
import java.time.Duration;

/**
 * How much of a limit an instance borrows, and for how long.
 *
 * @param length after which Valkey takes a slice for spent whose holder is silent; the holder stops a tenth earlier
 * @param horizon a slice is what is asked for in this time
 * @param idle a slice of which nothing was asked for as long is given back
 * @param pause after a request that brought little, before the next one
 * @param maxSlices most that are measured or held at once; those asked for longest ago give way
 */
record LeaseTerms(Duration length, Duration horizon, Duration idle, Duration pause, int maxSlices) {
    /** In production. */
    static final LeaseTerms STANDARD = new LeaseTerms(
            Duration.ofSeconds(3), Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofMillis(50), 10_000);

    /** An instance holds at most this part of a limit. */
    private static final int SHARE = 10;

    /** A slice that serves fewer decisions saves nothing. */
    static final int LEAST_DECISIONS = 4;

    /** The most that an instance holds. */
    static long mostOf(Quota quota) {
        return Math.min(quota.limit(), quota.burst()) / SHARE;
    }

    /** Slices of it are worth their calls, and it can be counted in slices. */
    static boolean isDivisible(Quota quota) {
        boolean isCounted = quota.algorithm() != Algorithm.SLIDING_LOG && quota.algorithm() != Algorithm.CONCURRENCY;
        return isCounted && mostOf(quota) >= LEAST_DECISIONS;
    }

    /** How long the holder goes by a grant, from the moment in which it asked. */
    long ownNanos() {
        return length.toNanos() / 10 * 9;
    }
}
