package dev.hub.verticles.ratelimit.budget;

import dev.hub.core.ratelimit.LimitDecision;
import dev.hub.core.ratelimit.store.Ask;
import dev.hub.core.ratelimit.store.Taken;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Function;

/**
 * What budgets need of the verticle that they belong to.
 *
 * @param take takes from limits; fails soon when Valkey does not answer
 * @param without decides, and takes, while Valkey does not answer
 * @param count is told what became of what rules were asked for
 */
public record BudgetPorts(
        Function<Ask, Future<Taken>> take, Function<List<Draft>, LimitDecision> without, Count count) {
    /** Counts what rules did. */
    @FunctionalInterface
    public interface Count {
        /**
         * A rule decided.
         *
         * @param isAllowed the rule and all others that are enforced admitted it; of one that is not enforced, the rule alone
         */
        void decided(Draft draft, boolean isAllowed);
    }
}
