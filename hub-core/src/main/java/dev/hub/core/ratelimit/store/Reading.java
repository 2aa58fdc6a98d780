package dev.hub.core.ratelimit.store;

import dev.hub.core.ratelimit.Standing;

/**
 * How a claim fared.
 *
 * @param isAllowed the limit admits it, whatever others say
 * @param remaining how much could be taken at once after the decision
 * @param retryAfterMicros when the same may be admitted, 0 if it was; {@link Standing#NEVER} when it never is
 * @param resetMicros when all is there again if nothing more is taken
 * @param window which window it was taken from, for {@link GiveBack}; 0 for algorithms without
 */
public record Reading(boolean isAllowed, long remaining, long retryAfterMicros, long resetMicros, long window) {
    /** The same for people. */
    public Standing standing(String rule, long limit) {
        long retryMs = retryAfterMicros < 0 ? Standing.NEVER : Math.ceilDiv(retryAfterMicros, 1000);
        return new Standing(rule, isAllowed, limit, remaining, retryMs, Math.ceilDiv(resetMicros, 1000));
    }
}
