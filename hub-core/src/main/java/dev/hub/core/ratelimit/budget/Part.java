package dev.hub.core.ratelimit.budget;

import dev.hub.core.ratelimit.Algorithm;
import dev.hub.core.ratelimit.CostFrom;
import dev.hub.core.ratelimit.store.Limiter;

/**
 * What a reservation holds of one limit.
 *
 * @param limiter as it was when it was taken
 * @param counted for which rule
 * @param taken at first
 * @param window that it was taken from, see {@link dev.hub.core.ratelimit.store.Reading}
 * @param charged altogether; more than {@code taken} where usage that was told on the way was more
 */
public record Part(Limiter limiter, Counted counted, long taken, long window, long charged) {
    /**
     * What a rule counts.
     *
     * @param isSplit by the other quota of its split
     * @param isEnforced it can refuse
     */
    public record Counted(String rule, boolean isSplit, CostFrom from, boolean isEnforced) {}

    /** It is slots, which are held until the end, and not used up. */
    public boolean isSlots() {
        return algorithm() == Algorithm.CONCURRENCY;
    }

    Algorithm algorithm() {
        return limiter.rate().quota().algorithm();
    }

    /** The call has used all that was taken for it at first, or more, and goes on to use it. */
    public boolean isUsedUp(Meter meter) {
        long used = meter.atLeast(counted.from());
        return switch (counted.from()) {
            case ONE -> false;
            case INPUT_TOKENS -> !isSlots() && used > taken;
            case COST, BYTES, TOKENS, OUTPUT_TOKENS, MONEY -> !isSlots() && used >= taken;
        };
    }

    /** How much is to be charged while the call goes on: never less than before. */
    long chargedSoFar(Meter least) {
        return isSlots() ? charged : Math.max(charged, least.atLeast(counted.from()));
    }

    /**
     * How much is to be charged at the end. What nobody told stays as it was taken; and what was charged on the way is not given
     * back: should that charge have been lost with an instance, giving it back would leave less than was used.
     *
     * @param least what was told
     * @param whole that, and for the rest what was expected
     */
    long chargedAtLast(Meter least, Meter whole) {
        if (isSlots() || charged > taken || !whole.knows(counted.from())) {
            return chargedSoFar(least);
        }
        return Math.max(least.atLeast(counted.from()), Math.min(charged, whole.atLeast(counted.from())));
    }

    Part charged(long amount) {
        return new Part(limiter, counted, taken, window, amount);
    }
}
