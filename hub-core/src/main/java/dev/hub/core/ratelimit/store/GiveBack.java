package dev.hub.core.ratelimit.store;

import dev.hub.core.ratelimit.Quota;

/**
 * Something that was taken and not used, or used beyond what was taken.
 *
 * @param amount to give back; below 0 to charge as much on top, whether it is there or not
 * @param window which it was taken from, see {@link Reading}; nothing happens when that is over. 0 for the present one, and for
 *     algorithms without windows
 * @param id the decision's, for a log or slots; then {@code amount} is its cost, or nothing is given back. Empty for what came
 *     last
 */
public record GiveBack(Limiter limiter, long amount, long window, String id) {
    /** Checks the amount. */
    public GiveBack {
        if (Math.abs(amount) > Quota.MAX_LIMIT) {
            throw new IllegalArgumentException("amount must be at most " + Quota.MAX_LIMIT + ", got " + amount);
        }
    }
}
