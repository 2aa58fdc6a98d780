package dev.hub.verticles.ratelimit.http;

import dev.hub.core.ratelimit.LimitDecision;
import dev.hub.core.ratelimit.Standing;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/** When those who are refused may come again: not before it can succeed, and not all at the same time. */
final class RetryAfter {
    private static final double SPREAD = 0.2;
    private static final long MAX_SPREAD_MS = 60_000;
    private static final long MIN_SPREAD_MS = 1000;

    private final RandomGenerator random;

    RetryAfter(RandomGenerator random) {
        this.random = random;
    }

    /** In whole seconds, a fifth longer at most, but up to a second; empty when waiting does not help. */
    OptionalLong seconds(LimitDecision refusal) {
        long longest = 0;
        for (Standing each : refusal.standings()) {
            if (!each.isAllowed()) {
                if (each.retryAfterMs() == Standing.NEVER) {
                    return OptionalLong.empty();
                }
                longest = Math.max(longest, each.retryAfterMs());
            }
        }
        return OptionalLong.of(RateLimitFields.seconds(longest + random.nextLong(spread(longest) + 1)));
    }

    /** Where nobody knows: 1 to 3 seconds. */
    long soonSeconds() {
        return random.nextLong(1, 4);
    }

    private static long spread(long ms) {
        return Math.clamp((long) (ms * SPREAD), MIN_SPREAD_MS, MAX_SPREAD_MS);
    }
}
