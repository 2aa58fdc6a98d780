package dev.hub.core.config;

import dev.hub.core.ratelimit.DefaultRules;
import dev.hub.core.ratelimit.LimitRule;
import dev.hub.core.ratelimit.RuleSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Who may do how much in which time. Each component is explained in {@code conf/hub.yaml}, section {@code rate-limits}.
 *
 * @param enabled rules are applied; else everything is allowed
 * @param defaultRules the built-in rules hold
 * @param rules laid over them, and under those that are set by the API
 * @param abuseLimit how often a connection may be refused within 10 s before it is closed; 0 for any number
 * @param adaptive what is shed while an instance has more to do than it can
 */
public record RateLimitsConfig(
        boolean enabled, boolean defaultRules, List<LimitRule> rules, int abuseLimit, AdaptiveConfig adaptive) {
    /** Copies {@code rules}. */
    public RateLimitsConfig {
        rules = List.copyOf(rules);
    }

    /** What holds unless configured otherwise. */
    public static RateLimitsConfig defaults() {
        return new RateLimitsConfig(true, true, List.of(), 1000, AdaptiveConfig.defaults());
    }

    /** The same with other rules. */
    public RateLimitsConfig withRules(List<LimitRule> others) {
        return new RateLimitsConfig(enabled, defaultRules, others, abuseLimit, adaptive);
    }

    /** The built-in rules, as far as they hold. */
    public List<LimitRule> builtIn() {
        return defaultRules ? DefaultRules.all() : List.of();
    }

    void check(Rules check) {
        check.require(abuseLimit >= 0, "rate-limits.abuse-limit", abuseLimit, "must be 0 or more");
        check.requireRanges("rate-limits.adaptive", adaptive);
        Set<String> names = new HashSet<>();
        for (int i = 0; i < rules.size(); i++) {
            String name = rules.get(i).name();
            check.require(names.add(name), "rate-limits.rules[" + i + "].name", name, "must be given to one rule only");
        }
        check.require(rules.size() <= RuleSet.MAX, "rate-limits.rules", rules.size(), "must be at most " + RuleSet.MAX);
    }
}
