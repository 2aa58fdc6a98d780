package dev.hub.verticles.ratelimit;

import dev.hub.core.ratelimit.ActiveRule;
import dev.hub.core.ratelimit.Algorithm;
import dev.hub.core.ratelimit.LimitRule.OnFailure;
import dev.hub.core.ratelimit.LimitRule.Scope;
import dev.hub.core.ratelimit.Quota;
import dev.hub.core.ratelimit.algorithm.Rate;
import dev.hub.core.ratelimit.store.Limiter;
import org.jspecify.annotations.Nullable;

/** One quota of a rule, as this instance works with it. Another object after each change of the rule; compared by reference. */
final class CountedArm {
    private final ActiveRule rule;
    private final ActiveRule.Arm arm;
    private final ArmTally tally;
    private final Rate rate;
    private final Scope scope;
    private @Nullable Rate share;
    private int shareOf;

    CountedArm(ActiveRule rule, ActiveRule.Arm arm, ArmTally tally) {
        this.rule = rule;
        this.arm = arm;
        this.tally = tally;
        this.rate = Rate.of(arm.quota());
        Scope wanted = rule.rule().conduct().scope();
        this.scope = wanted == Scope.LEASED && !LeaseTerms.isDivisible(arm.quota()) ? Scope.EXACT : wanted;
    }

    ActiveRule rule() {
        return rule;
    }

    ActiveRule.Arm arm() {
        return arm;
    }

    ArmTally tally() {
        return tally;
    }

    Rate rate() {
        return rate;
    }

    /** Where it is counted: a limit too small for slices is counted in Valkey each time. */
    Scope scope() {
        return scope;
    }

    OnFailure onFailure() {
        return rule.rule().conduct().onFailure();
    }

    /** What it refused stays refused until the wait is over: nobody gives a slot back in between. */
    boolean refusesForSure() {
        return arm.quota().algorithm() != Algorithm.CONCURRENCY;
    }

    /** An id must name what was taken of it. */
    boolean needsId() {
        return arm.quota().algorithm() == Algorithm.CONCURRENCY || arm.quota().algorithm() == Algorithm.SLIDING_LOG;
    }

    boolean isOnSlots() {
        return arm.quota().algorithm() == Algorithm.CONCURRENCY;
    }

    /** The part of one of so many instances, 1 at least unless the limit is 0. */
    Rate share(int instances) {
        Rate known = share;
        if (known == null || shareOf != instances) {
            Quota all = arm.quota();
            Quota part = new Quota(
                    all.algorithm(), part(all.limit(), instances), all.period(), part(all.burst(), instances));
            known = Rate.of(part);
            share = known;
            shareOf = instances;
        }
        return known;
    }

    private static long part(long whole, int instances) {
        return whole == 0 ? 0 : Math.max(1, whole / instances);
    }

    /** The limiter in Valkey. */
    Limiter limiter(LimiterKey key) {
        return new Limiter(new dev.hub.core.ratelimit.Subject(key.subject()), key.state(), rate);
    }
}
