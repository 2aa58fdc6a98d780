package dev.hub.core.ratelimit;

/**
 * How somebody stands with one rule after a decision.
 *
 * @param rule its name
 * @param isAllowed the rule admitted it, or would have
 * @param limit of a period
 * @param remaining how much would be admitted at once now; what was asked for is taken off if everything admitted it
 * @param retryAfterMs when the same may be admitted, 0 if it was; {@link #NEVER} when it is more than the rule ever admits
 * @param resetMs when all of the limit is there again, if nothing more is asked for
 */
public record Standing(String rule, boolean isAllowed, long limit, long remaining, long retryAfterMs, long resetMs) {
    /** However long somebody waits. */
    public static final long NEVER = -1;
}
