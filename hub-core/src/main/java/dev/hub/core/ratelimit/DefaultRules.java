package dev.hub.core.ratelimit;

import dev.hub.core.ratelimit.LimitRule.Conduct;
import dev.hub.core.ratelimit.LimitRule.Mode;
import dev.hub.core.ratelimit.LimitRule.OnFailure;
import dev.hub.core.ratelimit.LimitRule.Scope;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Rules that hold unless somebody says otherwise: an end to what only a broken or hostile client does. They count on each
 * instance by itself, also anonymous ones. Explained in docs/rate-limiting.md.
 */
public final class DefaultRules {
    /** What each name begins with. */
    public static final String PREFIX = "default-";

    private static final Conduct CONDUCT = new Conduct(CostFrom.ONE, 5, Mode.ENFORCE, Scope.LOCAL, OnFailure.LOCAL);
    private static final Period SECOND = new Period.Fixed(1000);

    private DefaultRules() {}

    /** All of them. */
    public static List<LimitRule> all() {
        return List.of(
                // As many clients as one address can have may come at once after a restart, and then a thousand a
                // second.
                rule("connect", Descriptors.IP, 1_000, 30_000),
                // After a reconnect a client subscribes to all its channels at once.
                rule("subscribe", Descriptors.CLIENT, 200, 2_000),
                // Cursors and sensors make a hundred a second; a gateway that speaks for many, a thousand.
                rule("publish", Descriptors.CLIENT, 2_000, 20_000),
                // Workers acknowledge what they were given by rpc, one by one.
                rule("rpc", Descriptors.CLIENT, 2_000, 20_000),
                rule("job-submit", Descriptors.CLIENT, 200, 2_000));
    }

    private static LimitRule rule(String what, String per, long perSecond, long burst) {
        return new LimitRule(
                PREFIX + what,
                RuleAim.of(Map.of(Descriptors.OPERATION, what.replace('-', '_')), List.of(per)),
                new Quota(Algorithm.TOKEN_BUCKET, perSecond, SECOND, burst),
                CONDUCT,
                Optional.empty());
    }
}
