package dev.hub.verticles.ratelimit.http;

import dev.hub.core.ratelimit.Algorithm;
import dev.hub.core.ratelimit.LimitRule;
import dev.hub.core.ratelimit.Standing;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The fields {@code RateLimit} and {@code RateLimit-Policy}: which rules a request came under, and how the asker stands with
 * each. Lists of RFC 9651 with an item for each rule.
 *
 * <p>Source: draft-ietf-httpapi-ratelimit-headers-11, sections 3 and 4.
 */
final class RateLimitFields {
    /** Name of the field that says how the asker stands. */
    static final String LIMIT = "RateLimit";

    /** Name of the field that says what the rules are. */
    static final String POLICY = "RateLimit-Policy";

    private static final double MS_PER_SECOND = 1000;

    private final Function<String, Optional<LimitRule>> rules;

    /** Rules are found by {@code rules}; what is told of others is less. */
    RateLimitFields(Function<String, Optional<LimitRule>> rules) {
        this.rules = rules;
    }

    /** What the rules are; empty when nothing is known of any of them. */
    String policies(List<Standing> standings) {
        return standings.stream()
                .flatMap(each -> policy(each).stream())
                .map(Policy::item)
                .collect(Collectors.joining(", "));
    }

    /** How the asker stands. */
    String limits(List<Standing> standings) {
        return standings.stream().map(this::limit).collect(Collectors.joining(", "));
    }

    private Optional<Policy> policy(Standing standing) {
        return rules.apply(standing.rule()).map(rule -> Policy.of(rule, standing.limit()));
    }

    private String limit(Standing standing) {
        long seconds = effectiveWindow(standing);
        return "\"" + standing.rule() + "\";r=" + standing.remaining() + (seconds < 0 ? "" : ";t=" + seconds);
    }

    /** In which no more than what remains can be used, in seconds; -1 when there is none. */
    private long effectiveWindow(Standing standing) {
        if (!standing.isAllowed()) {
            return standing.retryAfterMs() == Standing.NEVER ? -1 : seconds(standing.retryAfterMs());
        }
        Optional<Policy> policy = policy(standing);
        long reset = seconds(standing.resetMs());
        return policy.isEmpty() ? reset : window(policy.get(), standing.remaining(), reset);
    }

    /** No shorter than what remains takes at the pace of the rule: a client that divides by it does not go faster. */
    private static long window(Policy policy, long remaining, long reset) {
        if (policy.algorithm() == Algorithm.CONCURRENCY) {
            return -1;
        }
        if (policy.algorithm() == Algorithm.FIXED_WINDOW || policy.quota() == 0) {
            return reset;
        }
        double pace = (double) policy.quota() / policy.windowSeconds();
        return Math.max(reset, (long) Math.ceil(remaining / pace));
    }

    /** Whole seconds, rounded up. */
    static long seconds(long ms) {
        return (long) Math.ceil(ms / MS_PER_SECOND);
    }
}
