package dev.hub.verticles.ratelimit;

import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import dev.hub.core.ratelimit.ActiveRule;
import dev.hub.core.ratelimit.Cost;
import dev.hub.core.ratelimit.Descriptors;
import dev.hub.core.ratelimit.RuleSet;
import dev.hub.core.ratelimit.store.Ask;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds what the rules count of a thing. */
final class ChargeFinder {
    private final CountedRules rules;

    ChargeFinder(CountedRules rules) {
        this.rules = rules;
    }

    /**
     * Of all rules that are for it, or of {@code rule} alone whatever that matches.
     *
     * @throws HubException when there is no such rule, or it counts by something that is not known
     */
    List<Charge> find(Descriptors what, Optional<String> rule, Cost cost) {
        RuleSet now = rules.rules();
        return rule.isPresent() ? List.of(named(now, rule.get(), what, cost)) : charges(now.find(what), what, cost);
    }

    /** Of the rules that no connection counts by itself. */
    List<Charge> findBeyondConnections(Descriptors what, Cost cost) {
        List<ActiveRule> found = new ArrayList<>(rules.rules().find(what));
        found.removeIf(ActiveRule::isCountedInConnection);
        return charges(found, what, cost);
    }

    private Charge named(RuleSet now, String name, Descriptors what, Cost cost) {
        ActiveRule rule =
                now.named(name).orElseThrow(() -> badRequest("there is no rule \"" + name + "\", or it is off"));
        String subject = rule.subject(what);
        if (subject == null) {
            throw badRequest("the rule " + name + " counts by "
                    + String.join(", ", rule.rule().aim().per()) + ", and one of these is not given");
        }
        return charge(rule, subject, what, cost);
    }

    private List<Charge> charges(List<ActiveRule> found, Descriptors what, Cost cost) {
        List<Charge> charges = new ArrayList<>(found.size());
        for (ActiveRule rule : found) {
            String subject = rule.subject(what);
            if (subject != null) {
                charges.add(charge(rule, subject, what, cost));
            }
        }
        if (charges.size() > Ask.MAX_CLAIMS) {
            throw HubException.of(
                    ErrorCode.LIMIT_EXCEEDED,
                    "at most " + Ask.MAX_CLAIMS + " rules may be for one thing, here are " + charges.size());
        }
        return charges;
    }

    private Charge charge(ActiveRule rule, String subject, Descriptors what, Cost cost) {
        ActiveRule.Arm arm = rule.arm(what);
        return new Charge(
                rules.of(rule, arm.isSplit()),
                new LimiterKey(arm.stateName(), subject),
                cost.of(rule.rule().conduct().costFrom(), arm.quota().algorithm()));
    }

    private static HubException badRequest(String fault) {
        return HubException.of(ErrorCode.BAD_REQUEST, "bad request: " + fault);
    }
}
