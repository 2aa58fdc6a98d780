package dev.hub.core.ratelimit.budget;

import static dev.hub.core.ratelimit.budget.Usage.UNKNOWN;

import dev.hub.core.ratelimit.Cost;
import dev.hub.core.ratelimit.CostFrom;
import dev.hub.core.ratelimit.ModelPrice;
import dev.hub.core.ratelimit.Quota;
import java.util.Optional;

/**
 * What a rule counts of a call, as far as it is known.
 *
 * @param usage of the call
 * @param price of its model, for calls whose money is not told
 */
public record Meter(Usage usage, Optional<ModelPrice> price) {
    /** All is known that a rule needs to count it. */
    public boolean knows(CostFrom from) {
        return switch (from) {
            case ONE -> true;
            case COST -> usage.units() != UNKNOWN;
            case BYTES -> usage.bytes() != UNKNOWN;
            case TOKENS -> knowsTokens();
            case INPUT_TOKENS -> usage.inputTokens() != UNKNOWN;
            case OUTPUT_TOKENS -> usage.outputTokens() != UNKNOWN;
            case MONEY -> usage.money() != UNKNOWN || (price.isPresent() && knowsTokens());
        };
    }

    private boolean knowsTokens() {
        return usage.inputTokens() != UNKNOWN && usage.outputTokens() != UNKNOWN;
    }

    /** What a rule counts of it; less than that of the whole call where something is not known. */
    public long atLeast(CostFrom from) {
        return switch (from) {
            case ONE -> 1;
            case COST -> known(usage.units());
            case BYTES -> known(usage.bytes());
            case TOKENS -> Math.min(Quota.MAX_LIMIT, known(usage.inputTokens()) + known(usage.outputTokens()));
            case INPUT_TOKENS -> known(usage.inputTokens());
            case OUTPUT_TOKENS -> known(usage.outputTokens());
            case MONEY -> money();
        };
    }

    /** It is known that it costs no money, whatever it uses. */
    public boolean isFree() {
        return usage.money() == UNKNOWN && price.filter(Meter::isNothing).isPresent();
    }

    private static boolean isNothing(ModelPrice price) {
        return price.input() == 0 && price.output() == 0 && price.cachedInput() == 0;
    }

    private long money() {
        if (usage.money() != UNKNOWN) {
            return usage.money();
        }
        long cached = known(usage.cachedTokens());
        long fresh = known(usage.inputTokens()) - cached;
        return price.map(each -> each.of(fresh, cached, known(usage.outputTokens())))
                .orElse(0L);
    }

    private static long known(long value) {
        return value == UNKNOWN ? 0 : value;
    }

    /** All of it, with what it costs. */
    public Cost cost() {
        return usage.withMoney(money()).cost();
    }
}
