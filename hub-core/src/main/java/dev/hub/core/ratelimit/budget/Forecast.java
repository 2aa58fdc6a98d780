package dev.hub.core.ratelimit.budget;

import dev.hub.core.ratelimit.Cost;
import dev.hub.core.ratelimit.CostFrom;
import dev.hub.core.ratelimit.algorithm.Rate;

/**
 * What a call will use.
 *
 * @param given what is said of it
 * @param expected all of it; where nothing is said, by estimate
 */
public record Forecast(Meter given, Meter expected) {
    /** What is said, and for the rest how such calls are. */
    public static Forecast of(Meter given, Habits habits) {
        return new Forecast(given, new Meter(habits.expect(given.usage()), given.price()));
    }

    /**
     * How much to take for it. An estimate is no reason to refuse for ever: of it no more is taken than the limit can ever
     * give at once. And nobody calls for nothing: of what is settled later at least 1 is taken, so that a call that seems to
     * cost nothing is refused as well once the budget is gone.
     */
    public long claim(CostFrom from, Rate rate) {
        long certain = given.atLeast(from);
        long likely = Math.max(certain, expected.atLeast(from));
        long possible = Math.max(certain, Math.min(likely, rate.capacity()));
        return switch (from) {
            case ONE, COST, BYTES -> possible;
            case TOKENS, INPUT_TOKENS, OUTPUT_TOKENS, MONEY -> Math.max(1, possible);
        };
    }

    /** What is expected, with its price. */
    public Cost cost() {
        return expected.cost();
    }
}
