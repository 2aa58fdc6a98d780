package dev.hub.verticles.ratelimit.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.ratelimit.Algorithm;
import dev.hub.core.ratelimit.CostFrom;
import dev.hub.core.ratelimit.LimitDecision;
import dev.hub.core.ratelimit.LimitRule;
import dev.hub.core.ratelimit.LimitRule.Conduct;
import dev.hub.core.ratelimit.LimitRule.Mode;
import dev.hub.core.ratelimit.LimitRule.OnFailure;
import dev.hub.core.ratelimit.LimitRule.Scope;
import dev.hub.core.ratelimit.LimitRule.Split;
import dev.hub.core.ratelimit.Period;
import dev.hub.core.ratelimit.Quota;
import dev.hub.core.ratelimit.RuleAim;
import dev.hub.core.ratelimit.Standing;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is told of rules and standings, read back as structured fields. */
class RateLimitFieldsTest {
    private static final Period MINUTE = new Period.Fixed(60_000);

    private final Map<String, LimitRule> rules = new HashMap<>();
    private final RateLimitFields fields = new RateLimitFields(name -> Optional.ofNullable(rules.get(name)));

    private void rule(String name, Quota quota, CostFrom costFrom) {
        rule(name, quota, costFrom, Optional.empty());
    }

    private void rule(String name, Quota quota, CostFrom costFrom, Optional<Split> split) {
        Conduct conduct = new Conduct(costFrom, 5, Mode.ENFORCE, Scope.EXACT, OnFailure.LOCAL);
        rules.put(name, new LimitRule(name, RuleAim.of(Map.of(), List.of()), quota, conduct, split));
    }

    private static Quota bucket(long limit, long periodMs, long burst) {
        return new Quota(Algorithm.TOKEN_BUCKET, limit, new Period.Fixed(periodMs), burst);
    }

    private static Standing allowed(String rule, long limit, long remaining, long resetMs) {
        return new Standing(rule, true, limit, remaining, 0, resetMs);
    }

    private Map<String, Object> policy(Standing standing) {
        List<StructuredList.Item> items = StructuredList.parse(fields.policies(List.of(standing)));
        assertThat(items).hasSize(1);
        assertThat(items.getFirst().value()).isEqualTo(standing.rule());
        return items.getFirst().parameters();
    }

    private Map<String, Object> limit(Standing standing) {
        List<StructuredList.Item> items = StructuredList.parse(fields.limits(List.of(standing)));
        assertThat(items).hasSize(1);
        assertThat(items.getFirst().value()).isEqualTo(standing.rule());
        return items.getFirst().parameters();
    }

    @Test
    void tellsQuotaAndWindowOfEachRule() {
        rule("per-minute", Quota.of(Algorithm.SLIDING_WINDOW, 100, MINUTE), CostFrom.ONE);
        rule(
                "daily",
                Quota.of(Algorithm.FIXED_WINDOW, 5000, new Period.Calendar(Period.Unit.DAY, ZoneOffset.UTC)),
                CostFrom.ONE);
        List<Standing> standings =
                List.of(allowed("per-minute", 100, 40, 30_000), allowed("daily", 5000, 7, 3_600_000));

        assertThat(fields.policies(standings)).isEqualTo("\"per-minute\";q=100;w=60, \"daily\";q=5000;w=86400");
        assertThat(fields.limits(standings)).isEqualTo("\"per-minute\";r=40;t=30, \"daily\";r=7;t=3600");
    }

    @Test
    void tellsNoPaceThatIsFasterThanTheRules() {
        rule("bucket", bucket(100, 60_000, 100), CostFrom.ONE);

        assertThat(limit(allowed("bucket", 100, 99, 600))).isEqualTo(Map.of("r", 99L, "t", 60L));
        assertThat(limit(allowed("bucket", 100, 100, 0))).isEqualTo(Map.of("r", 100L, "t", 60L));
        assertThat(limit(allowed("bucket", 100, 0, 60_000))).isEqualTo(Map.of("r", 0L, "t", 60L));
    }

    @Test
    void tellsTheBurstWhereItIsNotTheLimit() {
        rule("bucket", bucket(10, 1000, 50), CostFrom.ONE);

        assertThat(policy(allowed("bucket", 10, 50, 0))).isEqualTo(Map.of("q", 10L, "w", 1L, "hub-burst", 50L));
        assertThat(limit(allowed("bucket", 10, 50, 0))).isEqualTo(Map.of("r", 50L, "t", 5L));
    }

    @Test
    void tellsWindowsInWholeSeconds() {
        rule("short", bucket(10, 200, 10), CostFrom.ONE);
        rule("odd", bucket(10, 1500, 10), CostFrom.ONE);

        assertThat(policy(allowed("short", 10, 1, 1))).isEqualTo(Map.of("q", 50L, "w", 1L));
        assertThat(policy(allowed("odd", 10, 1, 1))).isEqualTo(Map.of("q", 10L, "w", 2L));
    }

    @Test
    void tellsUnitsThatAreNotRequests() {
        rule("bytes", bucket(1000, 1000, 1000), CostFrom.BYTES);
        rule("tokens", bucket(1000, 1000, 1000), CostFrom.TOKENS);
        rule("parallel", Quota.of(Algorithm.CONCURRENCY, 3, MINUTE), CostFrom.ONE);

        assertThat(policy(allowed("bytes", 1000, 1, 1))).containsEntry("qu", "content-bytes");
        assertThat(policy(allowed("tokens", 1000, 1, 1)))
                .containsEntry("hub-unit", "tokens")
                .doesNotContainKey("qu");
        assertThat(policy(allowed("parallel", 3, 1, 1))).isEqualTo(Map.of("q", 3L, "qu", "concurrent-requests"));
        assertThat(limit(allowed("parallel", 3, 2, 9))).isEqualTo(Map.of("r", 2L));
    }

    @Test
    void tellsTheQuotaThatHoldsForTheAskerInASplit() {
        Split split = new Split("user", 50, bucket(20, 2000, 20));
        rule("split", bucket(10, 1000, 10), CostFrom.ONE, Optional.of(split));

        assertThat(policy(allowed("split", 10, 1, 1))).isEqualTo(Map.of("q", 10L, "w", 1L));
        assertThat(policy(allowed("split", 20, 1, 1))).isEqualTo(Map.of("q", 20L, "w", 2L));
    }

    @Test
    void tellsHowLongTheRefusedWaitAndNothingWhereWaitingDoesNotHelp() {
        rule("bucket", bucket(10, 60_000, 10), CostFrom.ONE);

        assertThat(limit(new Standing("bucket", false, 10, 0, 5001, 60_000))).isEqualTo(Map.of("r", 0L, "t", 6L));
        assertThat(limit(new Standing("bucket", false, 10, 10, Standing.NEVER, 0)))
                .isEqualTo(Map.of("r", 10L));
    }

    @Test
    void tellsTheStandingWithARuleThatIsGoneMeanwhile() {
        assertThat(fields.policies(List.of(allowed("gone", 10, 3, 1500)))).isEmpty();
        assertThat(limit(allowed("gone", 10, 3, 1500))).isEqualTo(Map.of("r", 3L, "t", 2L));
    }

    @Test
    void neverInvitesBackBeforeTheEndOfTheWindowAndSpreadsThoseWhoCome() {
        RetryAfter retry = new RetryAfter(new Random(7));
        LimitDecision refusal = new LimitDecision(
                false,
                List.of(
                        new Standing("a", false, 10, 0, 9_500, 60_000),
                        new Standing("b", false, 10, 0, 100, 60_000),
                        allowed("c", 10, 1, 99_000)),
                "");

        long[] all = new Random()
                .ints(1000)
                .mapToLong(i -> retry.seconds(refusal).orElseThrow())
                .distinct()
                .sorted()
                .toArray();

        assertThat(all).containsExactly(10, 11, 12);
    }

    @Test
    void invitesNobodyBackWhoseRequestIsNeverAdmitted() {
        LimitDecision refusal =
                new LimitDecision(false, List.of(new Standing("a", false, 10, 10, Standing.NEVER, 0)), "");

        assertThat(new RetryAfter(new Random(7)).seconds(refusal)).isEqualTo(OptionalLong.empty());
    }
}
