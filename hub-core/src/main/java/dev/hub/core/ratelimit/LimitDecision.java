package dev.hub.core.ratelimit;

import java.util.List;
import java.util.Optional;

/**
 * Whether something may be done.
 *
 * @param isAllowed every rule that is enforced admitted it, and it was taken from all of them; else nothing was taken from any
 * @param standings with the rules that are enforced and for it; empty when there is none
 * @param lease releases slots of rules on concurrency, or settles a reservation; empty when there is nothing to release
 */
public record LimitDecision(boolean isAllowed, List<Standing> standings, String lease) {
    /** No rule is for it. */
    public static final LimitDecision UNLIMITED = new LimitDecision(true, List.of(), "");

    /** Copies {@code standings}. */
    public LimitDecision {
        standings = List.copyOf(standings);
    }

    /** The rule that refused with the longest wait, or the one of which the least remains. */
    public Optional<Standing> governing() {
        return standings.stream().reduce(LimitDecision::tighter);
    }

    private static Standing tighter(Standing one, Standing other) {
        if (one.isAllowed() != other.isAllowed()) {
            return one.isAllowed() ? other : one;
        }
        if (one.isAllowed()) {
            return other.remaining() < one.remaining() ? other : one;
        }
        return wait(other) > wait(one) ? other : one;
    }

    private static long wait(Standing standing) {
        return standing.retryAfterMs() == Standing.NEVER ? Long.MAX_VALUE : standing.retryAfterMs();
    }
}
