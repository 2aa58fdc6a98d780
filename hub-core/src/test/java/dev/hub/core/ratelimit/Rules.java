package dev.hub.core.ratelimit;

import dev.hub.core.ratelimit.LimitRule.Conduct;
import dev.hub.core.ratelimit.LimitRule.Mode;
import dev.hub.core.ratelimit.LimitRule.OnFailure;
import dev.hub.core.ratelimit.LimitRule.Scope;
import dev.hub.core.ratelimit.LimitRule.Split;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rules for tests. */
public final class Rules {
    private static final Period SECOND = new Period.Fixed(1000);

    private Rules() {}

    /** Ten a second. */
    public static LimitRule rule(String name, Map<String, String> match, String... per) {
        return rule(name, RuleAim.of(match, List.of(per)), Scope.EXACT);
    }

    static LimitRule rule(String name, RuleAim aim, Scope scope) {
        return new LimitRule(
                name,
                aim,
                Quota.of(Algorithm.TOKEN_BUCKET, 10, SECOND),
                new Conduct(CostFrom.ONE, 5, Mode.ENFORCE, scope, OnFailure.LOCAL),
                Optional.empty());
    }

    /** The same with another limit. */
    public static LimitRule withLimit(LimitRule rule, long limit) {
        Quota quota = Quota.of(rule.quota().algorithm(), limit, rule.quota().period());
        return new LimitRule(rule.name(), rule.aim(), quota, rule.conduct(), rule.split());
    }

    static LimitRule off(LimitRule rule) {
        Conduct was = rule.conduct();
        Conduct conduct = new Conduct(was.costFrom(), was.priority(), Mode.OFF, was.scope(), was.onFailure());
        return new LimitRule(rule.name(), rule.aim(), rule.quota(), conduct, rule.split());
    }

    static LimitRule split(LimitRule rule, String by, int percent) {
        Quota other = Quota.of(rule.quota().algorithm(), 99, rule.quota().period());
        return new LimitRule(
                rule.name(), rule.aim(), rule.quota(), rule.conduct(), Optional.of(new Split(by, percent, other)));
    }
}
