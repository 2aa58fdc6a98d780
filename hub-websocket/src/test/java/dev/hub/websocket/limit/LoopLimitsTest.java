package dev.hub.websocket.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.bus.LimitCommand;
import dev.hub.core.ratelimit.Algorithm;
import dev.hub.core.ratelimit.CostFrom;
import dev.hub.core.ratelimit.CurrentLimits;
import dev.hub.core.ratelimit.DefaultRules;
import dev.hub.core.ratelimit.Descriptors;
import dev.hub.core.ratelimit.LimitRule;
import dev.hub.core.ratelimit.LimitRule.Conduct;
import dev.hub.core.ratelimit.LimitRule.Mode;
import dev.hub.core.ratelimit.LimitRule.OnFailure;
import dev.hub.core.ratelimit.LimitRule.Scope;
import dev.hub.core.ratelimit.Period;
import dev.hub.core.ratelimit.Prices;
import dev.hub.core.ratelimit.Quota;
import dev.hub.core.ratelimit.RuleAim;
import dev.hub.core.ratelimit.RuleSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What one connection may do by the rules that it counts itself. */
class LoopLimitsTest {
    private static final Descriptors PUBLISH =
            Descriptors.of(Map.of("operation", "publish", "client", "c1", "user", "anna", "channel_namespace", "chat"));

    private long nowMs = 1_000_000_000_000L;
    private final CurrentLimits current = new CurrentLimits(RuleSet.NONE);
    private final LoopLimits limits = new LoopLimits(current, () -> Instant.ofEpochMilli(nowMs));
    private final Allowance allowance = new Allowance();

    private static LimitRule rule(String name, Map<String, String> match, List<String> per, Quota quota, Mode mode) {
        Conduct conduct = new Conduct(CostFrom.ONE, 5, mode, Scope.LOCAL, OnFailure.LOCAL);
        return new LimitRule(name, RuleAim.of(match, per), quota, conduct, Optional.empty());
    }

    static LimitRule publishRule(String name, long limit) {
        return rule(name, Map.of("operation", "publish"), List.of("client"), perSecond(limit), Mode.ENFORCE);
    }

    private static Quota perSecond(long limit) {
        return Quota.of(Algorithm.TOKEN_BUCKET, limit, new Period.Fixed(1000));
    }

    private void rules(LimitRule... rules) {
        current.replace(current.rules().next(List.of(rules)), Prices.NONE);
    }

    private boolean take(Descriptors what) {
        return limits.take(limits.plan(LimitedOperation.PUBLISH), allowance, what, 1, 100);
    }

    private int admitted(int attempts) {
        int admitted = 0;
        for (int i = 0; i < attempts; i++) {
            admitted += take(PUBLISH) ? 1 : 0;
        }
        return admitted;
    }

    @Test
    void admitsTheBurstAndThenByAndByTellingHowLongToWait() {
        rules(publishRule("publish", 4));

        assertThat(admitted(10)).isEqualTo(4);
        assertThat(limits.refusal().text()).isEqualTo("too many requests: rule publish, retry after 250 ms");
        assertThat(limits.refusal().isTemporary()).isTrue();

        nowMs += 250;
        assertThat(admitted(10)).isEqualTo(1);
    }

    @Test
    void takesFromNoRuleWhenOneRefuses() {
        rules(publishRule("a-wide", 10), publishRule("b-narrow", 2), publishRule("c-wide", 10));

        assertThat(admitted(10)).isEqualTo(2);
        assertThat(limits.refusal().text()).contains("rule b-narrow, retry after 500 ms");

        rules(publishRule("a-wide", 10), publishRule("c-wide", 10));
        assertThat(admitted(20)).isEqualTo(8);
    }

    @Test
    void tellsTheLongestWaitOfThoseThatRefuse() {
        LimitRule slow = rule(
                "slow",
                Map.of(),
                List.of("client"),
                Quota.of(Algorithm.TOKEN_BUCKET, 1, new Period.Fixed(60_000)),
                Mode.ENFORCE);
        rules(publishRule("fast", 1), slow);

        assertThat(admitted(2)).isEqualTo(1);
        assertThat(limits.refusal().text()).isEqualTo("too many requests: rule slow, retry after 60000 ms");
    }

    @Test
    void carriesOverWhatWasUsedWhenTheQuotaChanges() {
        rules(publishRule("publish", 100));
        assertThat(admitted(60)).isEqualTo(60);

        rules(publishRule("publish", 70));
        assertThat(admitted(100)).isEqualTo(10);

        rules(publishRule("publish", 100));
        assertThat(admitted(100)).isEqualTo(30);
    }

    @Test
    void countsNamespacesApartWhereTheRuleDoes() {
        LimitRule rule = rule("ns", Map.of(), List.of("client", "channel_namespace"), perSecond(1), Mode.ENFORCE);
        rules(rule);

        assertThat(take(PUBLISH)).isTrue();
        assertThat(take(PUBLISH)).isFalse();
        assertThat(take(PUBLISH.with("channel_namespace", "news"))).isTrue();
    }

    @Test
    void keepsNoMoreCountersThanItMayForNamesThatClientsMakeUp() {
        LimitRule rule = rule("calls", Map.of(), List.of("client", "method"), perSecond(1), Mode.ENFORCE);
        rules(rule);

        int admitted = 0;
        for (int i = 0; i < 1000; i++) {
            admitted += take(PUBLISH.with("method", "m" + i)) ? 1 : 0;
        }

        assertThat(allowance.size()).isEqualTo(Allowance.MAX_KEYS + 1);
        assertThat(admitted).isEqualTo(Allowance.MAX_KEYS + 1);
    }

    @Test
    void refusesNothingByARuleInTheShadow() {
        rules(rule("shadow", Map.of(), List.of("client"), perSecond(1), Mode.SHADOW));

        assertThat(admitted(10)).isEqualTo(10);
    }

    @Test
    void findsNoRuleForWhatItDoesNotMatch() {
        rules(rule("chat", Map.of("channel_namespace", "chat"), List.of("client"), perSecond(1), Mode.ENFORCE));

        assertThat(take(PUBLISH.with("channel_namespace", "news"))).isTrue();
        assertThat(allowance.size()).isZero();
    }

    @Test
    void givesBackWhatSomebodyElseRefusedAfterwards() {
        rules(publishRule("publish", 5));
        assertThat(take(PUBLISH)).isTrue();
        Taken taken = limits.taken();

        taken.giveBack(nowMs);

        assertThat(admitted(10)).isEqualTo(5);
    }

    @Test
    void holdsASlotUntilTheCommandIsDone() {
        Quota one = Quota.of(Algorithm.CONCURRENCY, 1, new Period.Fixed(60_000));
        rules(rule("parallel", Map.of(), List.of("client"), one, Mode.ENFORCE));
        assertThat(take(PUBLISH)).isTrue();
        Taken taken = limits.taken();
        assertThat(limits.hasTakenSlots()).isTrue();
        assertThat(take(PUBLISH)).isFalse();

        taken.endSlots(nowMs);

        assertThat(take(PUBLISH)).isTrue();
    }

    @Test
    void isForgottenOnceAllIsThereAgain() {
        rules(publishRule("publish", 5));
        assertThat(take(PUBLISH)).isTrue();
        assertThat(allowance.refused(nowMs, 10)).isFalse();

        nowMs += 199;
        assertThat(allowance.isOverAfterCleaning(nowMs)).isFalse();
        assertThat(allowance.size()).isEqualTo(1);
        nowMs += 1;
        assertThat(allowance.isOverAfterCleaning(nowMs)).isFalse();
        assertThat(allowance.size()).isZero();
        nowMs += Allowance.REFUSALS_MS;
        assertThat(allowance.isOverAfterCleaning(nowMs)).isTrue();
    }

    @Test
    void callsItAbuseWhenRefusedTooOftenWithinTenSeconds() {
        for (int i = 0; i < 3; i++) {
            assertThat(allowance.refused(nowMs, 3)).isFalse();
        }
        assertThat(allowance.refused(nowMs, 3)).isTrue();
        assertThat(allowance.refused(nowMs, 0)).isFalse();

        nowMs += Allowance.REFUSALS_MS + 1;
        assertThat(allowance.refused(nowMs, 3)).isFalse();
    }

    @Test
    void tellsWhatEachRuleDidAlsoOfOneThatIsAnotherNow() {
        rules(publishRule("publish", 2), rule("shadow", Map.of(), List.of("client"), perSecond(1), Mode.SHADOW));
        assertThat(admitted(5)).isEqualTo(2);
        rules(publishRule("publish", 3), rule("shadow", Map.of(), List.of("client"), perSecond(1), Mode.SHADOW));
        assertThat(admitted(2)).isEqualTo(1);

        List<LimitCommand.Counted> told = new ArrayList<>();
        limits.tell(told::add);
        limits.tell(told::add);

        assertThat(told)
                .containsExactlyInAnyOrder(
                        new LimitCommand.Counted("publish", false, 2, 3, 0),
                        new LimitCommand.Counted("publish", false, 1, 1, 0),
                        new LimitCommand.Counted("shadow", false, 1, 0, 6));
    }

    @Test
    void decidesWithoutTakingMemory() {
        DecisionCost cost = new DecisionCost(DefaultRules.all());
        cost.decide(10_000);

        long bytes = cost.bytes(100_000);

        assertThat(cost.admitted()).isEqualTo(110_000);
        assertThat(bytes).isLessThan(10_000);
    }

    @Test
    void asksBeyondTheConnectionOnlyWhereSuchARuleFits() {
        Conduct exact = new Conduct(CostFrom.ONE, 5, Mode.ENFORCE, Scope.EXACT, OnFailure.LOCAL);
        RuleAim ofBob = RuleAim.of(Map.of("user", "bob"), List.of("user"));
        rules(new LimitRule("bob", ofBob, perSecond(1), exact, Optional.empty()));
        Plan plan = limits.plan(LimitedOperation.PUBLISH);

        assertThat(plan.isEmpty()).isFalse();
        assertThat(plan.asksBeyond(PUBLISH)).isFalse();
        assertThat(plan.asksBeyond(PUBLISH.with("user", "bob"))).isTrue();
        assertThat(plan.mentioned()).containsExactlyInAnyOrder("operation", "user");
    }
}
