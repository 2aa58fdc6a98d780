package dev.hub.verticles.ratelimit;

import dev.hub.core.ratelimit.Algorithm;
import dev.hub.core.ratelimit.CostFrom;
import dev.hub.core.ratelimit.LimitRule;
import dev.hub.core.ratelimit.LimitRule.Conduct;
import dev.hub.core.ratelimit.LimitRule.Mode;
import dev.hub.core.ratelimit.LimitRule.OnFailure;
import dev.hub.core.ratelimit.LimitRule.Scope;
import dev.hub.core.ratelimit.Period;
import dev.hub.core.ratelimit.Quota;
import dev.hub.core.ratelimit.RuleAim;
import dev.hub.core.ratelimit.RuleSet;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rules for tests. */
final class Rules {
    private Rules() {}

    static Quota perSecond(Algorithm algorithm, long limit) {
        return Quota.of(algorithm, limit, new Period.Fixed(1_000));
    }

    /** So much in an hour: during a test nothing is refilled, or next to nothing. */
    static Quota perHour(Algorithm algorithm, long limit) {
        return Quota.of(algorithm, limit, new Period.Fixed(3_600_000));
    }

    /** No window ends during a test. */
    static Quota ofAnAge(Algorithm algorithm, long limit) {
        return Quota.of(algorithm, limit, new Period.Fixed(Period.MAX_MS));
    }

    static LimitRule leased(String name, Quota quota) {
        return rule(name, quota, Mode.ENFORCE, Scope.LEASED, OnFailure.LOCAL);
    }

    static LimitRule exact(String name, Quota quota) {
        return rule(name, quota, Mode.ENFORCE, Scope.EXACT, OnFailure.LOCAL);
    }

    static LimitRule local(String name, Quota quota) {
        return rule(name, quota, Mode.ENFORCE, Scope.LOCAL, OnFailure.LOCAL);
    }

    /** For all that has a user, by user. */
    static LimitRule rule(String name, Quota quota, Mode mode, Scope scope, OnFailure onFailure) {
        return new LimitRule(
                name,
                RuleAim.of(Map.of(), List.of("user")),
                quota,
                new Conduct(CostFrom.COST, 5, mode, scope, onFailure),
                Optional.empty());
    }

    static LimitRule in(Mode mode, LimitRule rule) {
        Conduct now = rule.conduct();
        return new LimitRule(
                rule.name(),
                rule.aim(),
                rule.quota(),
                new Conduct(now.costFrom(), now.priority(), mode, now.scope(), now.onFailure()),
                rule.split());
    }

    static LimitRule onFailure(OnFailure what, LimitRule rule) {
        Conduct now = rule.conduct();
        return new LimitRule(
                rule.name(),
                rule.aim(),
                rule.quota(),
                new Conduct(now.costFrom(), now.priority(), now.mode(), now.scope(), what),
                rule.split());
    }

    static CountedArm arm(LimitRule rule) {
        var active = RuleSet.of(List.of(rule)).named(rule.name()).orElseThrow();
        ArmTally tally = new ArmTally(0, new SimpleMeterRegistry().timer("t"));
        return new CountedArm(active, active.mainArm(), tally);
    }
}
