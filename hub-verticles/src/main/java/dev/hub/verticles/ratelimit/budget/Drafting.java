package dev.hub.verticles.ratelimit.budget;

import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import dev.hub.core.ratelimit.ActiveRule;
import dev.hub.core.ratelimit.CostFrom;
import dev.hub.core.ratelimit.Known;
import dev.hub.core.ratelimit.LimitRule.Conduct;
import dev.hub.core.ratelimit.LimitRule.Scope;
import dev.hub.core.ratelimit.budget.Forecast;
import dev.hub.core.ratelimit.store.Limiter;
import java.util.ArrayList;
import java.util.List;

/** Finds what the rules that are for a call want to have taken for it. */
final class Drafting {
    private final ArmLimiters limiters;

    Drafting(ArmLimiters limiters) {
        this.limiters = limiters;
    }

    /**
     * What is to be taken.
     *
     * @throws HubException when a rule cannot count such a call
     */
    List<Draft> drafts(List<ActiveRule> rules, Known known, Forecast forecast) {
        List<Draft> drafts = new ArrayList<>(rules.size());
        for (ActiveRule rule : rules) {
            String subject = rule.subject(known);
            if (subject != null && counts(rule, forecast)) {
                ActiveRule.Arm arm = rule.arm(known);
                Limiter limiter = limiters.limiter(arm, subject);
                CostFrom from = rule.rule().conduct().costFrom();
                drafts.add(new Draft(rule, arm, limiter, forecast.claim(from, limiter.rate())));
            }
        }
        return drafts;
    }

    /** Whether it counts the call at all. What is not enforced is no reason to refuse, not even because it cannot. */
    private static boolean counts(ActiveRule rule, Forecast forecast) {
        Conduct conduct = rule.rule().conduct();
        if (conduct.scope() == Scope.LOCAL) {
            return refuseEnforced(
                    rule,
                    "is counted on each instance alone, and cannot be reserved from: its scope must be"
                            + " exact or leased, or it must match other operations alone");
        }
        if (conduct.costFrom() != CostFrom.MONEY) {
            return true;
        }
        if (forecast.expected().knows(CostFrom.MONEY)) {
            return !forecast.given().isFree();
        }
        return refuseEnforced(
                rule,
                "counts money, and no price of the model is known: set one with limit_price_put,"
                        + " or say cost.money");
    }

    private static boolean refuseEnforced(ActiveRule rule, String fault) {
        if (rule.isEnforced()) {
            throw HubException.of(ErrorCode.BAD_REQUEST, "bad request: the rule " + rule.name() + " " + fault);
        }
        return false;
    }
}
