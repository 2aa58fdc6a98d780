package dev.hub.verticles.ratelimit.budget;

import dev.hub.core.ratelimit.ActiveRule;
import dev.hub.core.ratelimit.CurrentLimits;
import dev.hub.core.ratelimit.RuleSet;
import dev.hub.core.ratelimit.Subject;
import dev.hub.core.ratelimit.algorithm.Rate;
import dev.hub.core.ratelimit.budget.Part;
import dev.hub.core.ratelimit.store.Limiter;
import java.util.IdentityHashMap;
import java.util.Optional;

/** The limits in Valkey that rules count by. Belongs to one event loop. */
final class ArmLimiters {
    private final CurrentLimits current;
    private final IdentityHashMap<ActiveRule.Arm, Rate> rates = new IdentityHashMap<>();
    private RuleSet of = RuleSet.NONE;

    ArmLimiters(CurrentLimits current) {
        this.current = current;
    }

    /** Somebody's. */
    Limiter limiter(ActiveRule.Arm arm, String subject) {
        return new Limiter(new Subject(subject), arm.stateName(), rate(arm));
    }

    /**
     * The one that a part was taken from, as the rule is now; as it was then when there is no such rule any more. Empty when it
     * counts in another way now: what was taken then means nothing there.
     */
    Optional<Limiter> present(Part part) {
        Limiter then = part.limiter();
        Limiter now = current.rules()
                .named(part.counted().rule())
                .flatMap(rule -> Optional.ofNullable(part.counted().isSplit() ? rule.splitArm() : rule.mainArm()))
                .filter(arm -> arm.stateName().equals(then.name()))
                .map(arm -> new Limiter(then.subject(), then.name(), rate(arm)))
                .orElse(then);
        boolean isAlike = now.rate().quota().algorithm() == then.rate().quota().algorithm();
        return Optional.of(now).filter(same -> isAlike);
    }

    private Rate rate(ActiveRule.Arm arm) {
        RuleSet now = current.rules();
        if (now != of) {
            rates.clear();
            of = now;
        }
        return rates.computeIfAbsent(arm, each -> Rate.of(each.quota()));
    }
}
