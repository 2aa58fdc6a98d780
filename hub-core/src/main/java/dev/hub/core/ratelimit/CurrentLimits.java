package dev.hub.core.ratelimit;

/**
 * The rules and prices that hold at this moment, as far as this instance knows. Replaced as a whole by its one keeper. Safe
 * from any thread.
 */
public final class CurrentLimits {
    private volatile Limits current;

    private record Limits(RuleSet rules, Prices prices) {}

    /** At first these rules, and no prices. */
    public CurrentLimits(RuleSet first) {
        this.current = new Limits(first, Prices.NONE);
    }

    /** The rules. Who asks twice may get two sets. */
    public RuleSet rules() {
        return current.rules();
    }

    /** What models cost. */
    public Prices prices() {
        return current.prices();
    }

    /** From now on these. */
    public void replace(RuleSet rules, Prices prices) {
        current = new Limits(rules, prices);
    }
}
