package dev.hub.verticles.ratelimit;

import static dev.hub.verticles.Instance.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.InstanceQuestion.Answer;
import dev.hub.core.bus.InstanceQuestion.ReportLimits;
import dev.hub.core.bus.LimitCommand.Check;
import dev.hub.core.bus.LimitCommand.Refund;
import dev.hub.core.bus.NodeCommand.Answers;
import dev.hub.core.bus.NodeCommand.Ask;
import dev.hub.core.protocol.HubException;
import dev.hub.core.ratelimit.Algorithm;
import dev.hub.core.ratelimit.Cost;
import dev.hub.core.ratelimit.LimitDecision;
import dev.hub.core.ratelimit.LimitReport;
import dev.hub.core.ratelimit.LimitRule;
import dev.hub.core.ratelimit.LimitRule.Mode;
import dev.hub.core.ratelimit.LimitRule.Split;
import dev.hub.core.ratelimit.Quota;
import dev.hub.core.ratelimit.Standing;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.OnEachEngine;
import dev.hub.core.testkit.SharedServers;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Limits are decided, each where its rule says. */
@OnEachEngine
@ExtendWith(SharedServers.Provider.class)
class RateLimitVerticleIT {
    private static final Quota FIVE = Rules.perHour(Algorithm.TOKEN_BUCKET, 5);
    private static final Quota MANY = Rules.ofAnAge(Algorithm.FIXED_WINDOW, 100_000);

    private final String url;
    private final String prefix;
    private LimitedInstance hub;

    RateLimitVerticleIT(Engine engine, SharedServers servers) {
        url = servers.on(engine).url();
        prefix = servers.prefix();
        hub = new LimitedInstance(url, prefix);
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void whatNoRuleIsForIsAllowed() {
        assertThat(get(hub.check("ann"))).isEqualTo(LimitDecision.UNLIMITED);
    }

    @Test
    void asMuchIsAdmittedAsTheRuleSaysAndTheWaitIsTold() {
        hub.rule(Rules.exact("r", FIVE));

        assertThat(hub.admitted("ann", 20)).isEqualTo(5);
        assertThat(hub.admitted("bob", 5)).isEqualTo(5);

        Standing standing = get(hub.check("ann")).governing().orElseThrow();
        assertThat(standing.rule()).isEqualTo("r");
        assertThat(standing.limit()).isEqualTo(5);
        assertThat(standing.remaining()).isZero();
        assertThat(standing.retryAfterMs()).isBetween(700_000L, 720_000L);
        assertThat(standing.resetMs()).isBetween(3_590_000L, 3_600_000L);
    }

    @Test
    void whatIsCountedInMemoryIsAdmittedWithoutValkey() {
        hub.rule(Rules.local("r", FIVE));
        long before = hub.calls();

        assertThat(hub.admitted("ann", 20)).isEqualTo(5);

        assertThat(hub.calls()).isEqualTo(before);
    }

    @Test
    void questionsOfOneTurnTravelInOneCall() {
        hub.rule(Rules.exact("r", MANY));
        long before = hub.calls();

        assertThat(hub.admitted("ann", 200)).isEqualTo(200);

        assertThat(hub.calls() - before).isEqualTo(1);
    }

    @Test
    void aRefusalIsRepeatedWithoutAskingValkeyAgain() {
        hub.rule(Rules.exact("r", FIVE));
        hub.admitted("ann", 6);
        long before = hub.calls();

        assertThat(hub.admitted("ann", 50)).isZero();

        assertThat(hub.calls()).isEqualTo(before);
        assertThat(hub.report("r", false).counts().total().remembered()).isEqualTo(50);
        assertThat(hub.report("r", false).counts().total().refused()).isEqualTo(51);
    }

    @Test
    void aSmallerCostIsAskedForAlthoughALargerOneWasRefused() {
        hub.rule(Rules.exact("r", FIVE));

        assertThat(get(hub.check("ann", 6)).isAllowed()).isFalse();
        assertThat(get(hub.check("ann", 6)).governing().orElseThrow().retryAfterMs())
                .isEqualTo(Standing.NEVER);
        assertThat(get(hub.check("ann", 5)).isAllowed()).isTrue();
    }

    @Test
    void nothingIsTakenAnywhereWhenValkeyRefuses() {
        hub.rule(Rules.local("a-local", MANY), Rules.leased("b-leased", MANY), Rules.exact("c-exact", FIVE));
        assertThat(hub.admitted("ann", 300)).isEqualTo(5);
        assertThat(hub.admitted("ann", 300)).isZero();

        assertThat(hub.standing("ann", "a-local").remaining()).isEqualTo(99_995);
        assertThat(hub.standing("ann", "b-leased").remaining()).isEqualTo(99_995);
    }

    @Test
    void nothingIsTakenFromASliceWhenValkeyRefuses() {
        hub.rule(Rules.leased("b-leased", MANY));
        borrow("ann");
        long before = hub.standing("ann", "b-leased").remaining();
        hub.rule(Rules.leased("b-leased", MANY), Rules.exact("c-exact", FIVE));

        assertThat(hub.admitted("ann", 300)).isEqualTo(5);

        assertThat(hub.standing("ann", "b-leased").remaining()).isEqualTo(before - 5);
    }

    /** Asks until something is borrowed. */
    private void borrow(String user) {
        Awaitility.await().until(() -> {
            hub.admitted(user, 50);
            return hub.report("b-leased", false).held().leases() > 0;
        });
    }

    @Test
    void nothingIsTakenInValkeyWhenTheInstanceRefuses() {
        hub.rule(Rules.local("a-local", FIVE), Rules.exact("c-exact", MANY));

        assertThat(hub.admitted("ann", 300)).isEqualTo(5);

        assertThat(hub.standing("ann", "c-exact").remaining()).isEqualTo(99_995);
    }

    @Test
    void mostOfABorrowedLimitIsSpentWithoutAsking() {
        hub.rule(Rules.leased("b-leased", MANY));
        borrow("ann");
        long before = hub.calls();

        int admitted = 0;
        for (int i = 0; i < 40; i++) {
            admitted += hub.admitted("ann", 50);
        }

        assertThat(admitted).isEqualTo(2_000);
        assertThat(hub.calls() - before).isLessThan(10);
    }

    @Test
    void whatABorrowerStopsWithIsThereForOthers() {
        Quota thousand = Rules.ofAnAge(Algorithm.FIXED_WINDOW, 1_000);
        hub.rule(Rules.leased("b-leased", thousand));
        borrow("ann");
        long used = hub.report("b-leased", false).counts().total().admitted();
        hub.close();
        hub = new LimitedInstance(url, prefix, Rules.exact("b-leased", thousand));

        assertThat(hub.standing("ann", "b-leased").remaining()).isEqualTo(1_000 - used);
    }

    @Test
    void aRuleOnTrialRefusesNothingAndTellsWhatItWouldRefuse() {
        for (LimitRule rule : List.of(Rules.exact("r", FIVE), Rules.local("r", FIVE))) {
            hub.rule();
            hub.rule(Rules.in(Mode.SHADOW, rule));

            assertThat(hub.admitted(rule.conduct().scope() + "", 20)).isEqualTo(20);

            Awaitility.await().untilAsserted(() -> {
                var counts = hub.report("r", false).counts().total();
                assertThat(counts.admitted()).isEqualTo(5);
                assertThat(counts.shadowRefused()).isEqualTo(15);
                assertThat(counts.refused()).isZero();
            });
        }
    }

    @Test
    void nobodyWaitsForARuleOnTrial() {
        hub.rule(Rules.in(Mode.SHADOW, Rules.exact("r", FIVE)), Rules.local("l", MANY));

        assertThat(get(hub.check("ann")).standings()).extracting(Standing::rule).containsExactly("l");
    }

    @Test
    void aSplitGivesSomeAnotherQuotaAndCountsBoth() {
        LimitRule plain = Rules.exact("r", FIVE);
        Split split = new Split("user", 50, Rules.perHour(Algorithm.TOKEN_BUCKET, 8));
        hub.rule(new LimitRule("r", plain.aim(), plain.quota(), plain.conduct(), Optional.of(split)));
        int five = 0;
        int eight = 0;
        for (int i = 0; i < 40; i++) {
            int admitted = hub.admitted("user" + i, 10);
            five += admitted == 5 ? 1 : 0;
            eight += admitted == 8 ? 1 : 0;
        }

        assertThat(five + eight).isEqualTo(40);
        assertThat(five).isBetween(8, 32);
        assertThat(hub.report("r", false).counts().total().admitted()).isEqualTo(five * 5L);
        assertThat(hub.report("r", true).counts().total().admitted()).isEqualTo(eight * 8L);
        assertThat(hub.report("r", true).counts().total().refused()).isEqualTo(eight * 2L);
    }

    @Test
    void aChangedQuotaHoldsAtOnceAndForgetsNothingThatWasUsed() {
        for (LimitRule rule : List.of(Rules.exact("e", FIVE), Rules.local("l", FIVE))) {
            hub.rule(rule);
            assertThat(hub.admitted("ann", 10)).isEqualTo(5);

            hub.rule(new LimitRule(
                    rule.name(),
                    rule.aim(),
                    Rules.perHour(Algorithm.TOKEN_BUCKET, 12),
                    rule.conduct(),
                    Optional.empty()));

            assertThat(hub.admitted("ann", 20)).as(rule.name()).isEqualTo(7);
            assertThat(hub.report(rule.name(), false).counts().total().admitted())
                    .isEqualTo(12);
        }
    }

    @Test
    void whatIsBorrowedOfAQuotaThatChangesIsCounted() {
        Quota before = Rules.ofAnAge(Algorithm.FIXED_WINDOW, 1_000);
        Quota after = Rules.ofAnAge(Algorithm.FIXED_WINDOW, 2_000);
        hub.rule(Rules.leased("b-leased", before));
        borrow("ann");
        hub.rule(Rules.leased("b-leased", after));

        while (hub.admitted("ann", 50) == 50) {
            assertThat(hub.report("b-leased", false).counts().total().admitted())
                    .isLessThanOrEqualTo(2_000);
        }
        Awaitility.await().untilAsserted(() -> {
            hub.admitted("ann", 50);
            assertThat(hub.report("b-leased", false).counts().total().admitted())
                    .isEqualTo(2_000);
        });
        assertThat(hub.admitted("ann", 50)).isZero();
    }

    @Test
    void slotsAreGivenBackOnAnyInstance() {
        hub.rule(Rules.exact("slots", Rules.perHour(Algorithm.CONCURRENCY, 2)));
        LimitDecision first = get(hub.check("ann"));
        LimitDecision second = get(hub.check("ann"));
        assertThat(get(hub.check("ann")).isAllowed()).isFalse();

        try (LimitedInstance other =
                new LimitedInstance(url, prefix, Rules.exact("slots", Rules.perHour(Algorithm.CONCURRENCY, 2)))) {
            assertThat(other.release(first.lease())).isTrue();
            assertThat(other.release(first.lease())).isFalse();
        }
        assertThat(get(hub.check("ann")).isAllowed()).isTrue();
        assertThat(hub.release(second.lease())).isTrue();
        assertThatThrownBy(() -> hub.release("nonsense")).isInstanceOf(HubException.class);
    }

    @Test
    void slotsInMemoryAreGivenBack() {
        hub.rule(Rules.local("slots", Rules.perHour(Algorithm.CONCURRENCY, 2)));
        LimitDecision first = get(hub.check("ann"));
        assertThat(get(hub.check("ann")).isAllowed()).isTrue();
        assertThat(get(hub.check("ann")).isAllowed()).isFalse();

        assertThat(hub.release(first.lease())).isTrue();
        assertThat(hub.release(first.lease())).isFalse();

        assertThat(get(hub.check("ann")).isAllowed()).isTrue();
    }

    @Test
    void whatWasNotDoneIsGivenBack() {
        for (LimitRule rule : List.of(Rules.exact("e", FIVE), Rules.local("l", FIVE))) {
            hub.rule(rule);
            assertThat(hub.admitted("ann", 10)).isEqualTo(5);

            LimitDecision after =
                    get(hub.ask(new Refund(LimitedInstance.user("ann"), Optional.empty(), Cost.units(2))));

            assertThat(after.standings())
                    .singleElement()
                    .extracting(Standing::remaining)
                    .isEqualTo(2L);
            assertThat(hub.admitted("ann", 10)).isEqualTo(2);
        }
    }

    @Test
    void whoAsksForARuleThatIsNotThereIsToldSo() {
        hub.rule(Rules.exact("r", FIVE));

        assertThatThrownBy(() -> get(hub.ask(new Check(LimitedInstance.user("ann"), Optional.of("x"), Cost.ONE))))
                .isInstanceOf(HubException.class)
                .hasMessageContaining("no rule \"x\"");
        assertThatThrownBy(() ->
                        get(hub.ask(new Check(dev.hub.core.ratelimit.Descriptors.NONE, Optional.of("r"), Cost.ONE))))
                .isInstanceOf(HubException.class)
                .hasMessageContaining("counts by user");
    }

    @Test
    void instancesReportTogether() {
        hub.rule(Rules.exact("r", FIVE));
        hub.admitted("ann", 4);
        try (LimitedInstance other = new LimitedInstance(url, prefix, Rules.exact("r", FIVE))) {
            other.admitted("ann", 4);
            Answers answers =
                    get(hub.bus().request(Addresses.NODE, new Ask(new ReportLimits("r"), Set.of()), Answers.class));
            List<LimitReport> reports = answers.answers().stream()
                    .map(each -> ((Answer.Limits) each.answer()).report())
                    .toList();

            assertThat(reports).hasSize(2);
            var counts = LimitReport.sum(reports).arms().getFirst().counts().total();
            assertThat(counts.admitted()).isEqualTo(5);
            assertThat(counts.refused()).isEqualTo(3);
        }
    }
}
