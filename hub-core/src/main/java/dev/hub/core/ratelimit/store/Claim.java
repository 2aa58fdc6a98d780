package dev.hub.core.ratelimit.store;

import dev.hub.core.ratelimit.Quota;

/**
 * What is to be taken from one limit.
 *
 * @param cost 0 to {@link Quota#MAX_LIMIT}; 0 is admitted unless the limit is overdrawn, or is 0
 * @param isEnforced it can refuse; else it is taken if it is there, and nothing depends on it
 */
public record Claim(Limiter limiter, long cost, boolean isEnforced) {
    /** Checks the cost. */
    public Claim {
        if (cost < 0 || cost > Quota.MAX_LIMIT) {
            throw new IllegalArgumentException("cost must be 0 to " + Quota.MAX_LIMIT + ", got " + cost);
        }
    }

    /** One that can refuse. */
    public static Claim enforced(Limiter limiter, long cost) {
        return new Claim(limiter, cost, true);
    }
}
