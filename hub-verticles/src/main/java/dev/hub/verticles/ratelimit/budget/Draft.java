package dev.hub.verticles.ratelimit.budget;

import dev.hub.core.ratelimit.ActiveRule;
import dev.hub.core.ratelimit.CostFrom;
import dev.hub.core.ratelimit.budget.Part;
import dev.hub.core.ratelimit.budget.Part.Counted;
import dev.hub.core.ratelimit.store.Claim;
import dev.hub.core.ratelimit.store.Limiter;
import dev.hub.core.ratelimit.store.Reading;

/**
 * What a rule wants to have taken for a call.
 *
 * @param arm whichever of its quotas is for the caller
 * @param limiter whose limit it is
 * @param cost how much
 */
public record Draft(ActiveRule rule, ActiveRule.Arm arm, Limiter limiter, long cost) {
    Claim claim() {
        return new Claim(limiter, cost, rule.isEnforced());
    }

    /** It was taken. */
    Part part(Reading reading) {
        CostFrom from = rule.rule().conduct().costFrom();
        Counted counted = new Counted(rule.name(), arm.isSplit(), from, rule.isEnforced());
        return new Part(limiter, counted, cost, reading.window(), cost);
    }
}
