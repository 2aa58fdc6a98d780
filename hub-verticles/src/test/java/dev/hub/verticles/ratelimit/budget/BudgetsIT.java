package dev.hub.verticles.ratelimit.budget;

import static dev.hub.verticles.Instance.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hub.core.bus.LimitCommand.Reserve;
import dev.hub.core.protocol.HubException;
import dev.hub.core.ratelimit.CurrentLimits;
import dev.hub.core.ratelimit.Descriptors;
import dev.hub.core.ratelimit.LimitRule;
import dev.hub.core.ratelimit.ModelPrice;
import dev.hub.core.ratelimit.Prices;
import dev.hub.core.ratelimit.RuleSet;
import dev.hub.core.ratelimit.budget.Part;
import dev.hub.core.ratelimit.budget.Reservation;
import dev.hub.core.ratelimit.budget.ReservationStore;
import dev.hub.core.ratelimit.budget.ReservationStore.Stored;
import dev.hub.core.ratelimit.budget.Reserved;
import dev.hub.core.ratelimit.budget.Settlement;
import dev.hub.core.ratelimit.budget.Settlement.Status;
import dev.hub.core.ratelimit.budget.Usage;
import dev.hub.core.ratelimit.notation.RuleNotation;
import dev.hub.core.ratelimit.store.Ask;
import dev.hub.core.ratelimit.store.Claim;
import dev.hub.core.ratelimit.store.Limiter;
import dev.hub.core.ratelimit.store.Reading;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.OnEachEngine;
import dev.hub.core.testkit.SharedServers;
import dev.hub.core.valkey.Keyspace;
import dev.hub.core.valkey.LinkSettings;
import dev.hub.core.valkey.Valkey;
import dev.hub.core.valkey.ValkeyUrl;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Budgets of two instances on a real server. */
@OnEachEngine
@ExtendWith(SharedServers.Provider.class)
class BudgetsIT {
    private static final String TOKENS = """
        {"name": "tokens", "match": {"operation": "llm"}, "per": ["tenant"], "algorithm": "fixed_window",
         "limit": 100, "period_ms": 3600000, "cost_from": "tokens", "scope": "exact"}\
        """;
    private static final String PARALLEL = """
        {"name": "parallel", "match": {"operation": "llm"}, "per": ["tenant"], "algorithm": "concurrency",
         "limit": 1, "period_ms": 60000, "cost_from": "one", "scope": "exact"}\
        """;
    private static final String REQUESTS = """
        {"name": "requests", "match": {"operation": "llm"}, "per": ["tenant"], "algorithm": "token_bucket",
         "limit": 10, "period_ms": 3600000, "cost_from": "one", "scope": "exact"}\
        """;
    private static final String MONEY = """
        {"name": "money", "match": {"operation": "llm"}, "per": ["tenant"], "algorithm": "fixed_window",
         "limit": 10000, "period": "day", "tz": "UTC", "cost_from": "money", "scope": "exact"}\
        """;

    private final String url;
    private final Keyspace keys;
    private final Vertx vertx = Vertx.vertx();
    private final CurrentLimits current = new CurrentLimits(RuleSet.NONE);

    private BudgetInstance here;
    private BudgetInstance there;

    BudgetsIT(Engine engine, SharedServers servers) {
        url = servers.on(engine).url();
        keys = new Keyspace(servers.prefix());
    }

    @BeforeEach
    void start() {
        here = BudgetInstance.start(vertx, url, keys, current);
        there = BudgetInstance.start(vertx, url, keys, current);
    }

    @AfterEach
    void stop() {
        get(vertx.close());
    }

    private void rules(String... rules) {
        current.replace(
                current.rules().next(Arrays.stream(rules).map(BudgetsIT::rule).toList()),
                Prices.of(List.of(new ModelPrice("m", 1_000_000, 2_000_000, 0))));
    }

    private static LimitRule rule(String json) {
        return RuleNotation.read(new JsonObject(json).getMap());
    }

    private long remaining(String rule) {
        return reading(rule).remaining();
    }

    private Reading reading(String rule) {
        Limiter limiter = limiter(rule);
        return get(here.stores().limits().peek(List.of(new Ask("look", List.of(Claim.enforced(limiter, 1))))))
                .getFirst()
                .readings()
                .getFirst();
    }

    private Limiter limiter(String rule) {
        var active = current.rules().named(rule).orElseThrow();
        return new ArmLimiters(current)
                .limiter(active.arm(BudgetInstance.CALL), String.valueOf(active.subject(BudgetInstance.CALL)));
    }

    @Test
    void callsAtTheSameTimeNeverTakeMoreThanTheBudget() {
        rules(TOKENS);
        List<Future<Reserved>> calls = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            BudgetInstance instance = i % 2 == 0 ? here : there;
            calls.add(instance.reserve(BudgetInstance.CALL, Usage.tokens(10, 10), Reserve.DEFAULT_TTL_MILLIS));
        }
        get(Future.join(calls));

        assertThat(calls)
                .filteredOn(call -> call.result().decision().isAllowed())
                .hasSize(5);
        assertThat(remaining("tokens")).isZero();
    }

    @Test
    void whoRepeatsACallWithItsKeyTakesNothingMore() {
        rules(TOKENS, PARALLEL);
        Descriptors call = BudgetInstance.CALL;
        Descriptors other = Descriptors.of(Map.of("operation", "llm", "tenant", "globex", "model", "m"));

        Reserved first = get(here.reserving(call, Usage.tokens(10, 10), "k"));
        Reserved again = get(there.reserving(call, Usage.tokens(10, 10), "k"));
        Reserved ofAnother = get(there.reserving(other, Usage.tokens(10, 10), "k"));

        assertThat(again.decision().isAllowed()).isTrue();
        assertThat(again.decision().lease()).isEqualTo(first.decision().lease());
        assertThat(again.estimate()).isEqualTo(first.estimate());
        assertThat(ofAnother.decision().lease()).isNotEqualTo(first.decision().lease());
        assertThat(remaining("tokens")).isEqualTo(80);
        assertThat(there.settle(again, Usage.tokens(1, 1)).status()).isEqualTo(Status.SETTLED);
        assertThat(remaining("tokens")).isEqualTo(98);
        Reserved late = get(here.reserving(call, Usage.tokens(10, 10), "k"));
        assertThat(here.settle(late, Usage.tokens(10, 10)).status()).isEqualTo(Status.ALREADY_SETTLED);
        assertThat(get(here.reserving(call, Usage.tokens(10, 10), "l"))
                        .decision()
                        .lease())
                .isNotEqualTo(first.decision().lease());
    }

    @Test
    void oneCallIsTakenOnceThoughItIsRepeatedAtTheSameTime() {
        String log =
                TOKENS.replace("\"tokens\", \"match\"", "\"logged\", \"match\"").replace("fixed_window", "sliding_log");
        rules(TOKENS, log);
        List<Future<Reserved>> calls = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            calls.add((i % 2 == 0 ? here : there).reserving(BudgetInstance.CALL, Usage.tokens(10, 10), "k"));
        }
        await().until(() -> calls.stream().allMatch(Future::isComplete));
        Reserved later = get(there.reserving(BudgetInstance.CALL, Usage.tokens(10, 10), "k"));

        assertThat(calls)
                .filteredOn(Future::succeeded)
                .isNotEmpty()
                .allSatisfy(call -> assertThat(call.result().decision().lease())
                        .isEqualTo(later.decision().lease()));
        assertThat(calls)
                .filteredOn(Future::failed)
                .allSatisfy(call -> assertThat(call.cause())
                        .isInstanceOfSatisfying(
                                HubException.class,
                                again -> assertThat(again.isTemporary()).isTrue()));
        assertThat(remaining("tokens")).isEqualTo(80);
        assertThat(remaining("logged")).isEqualTo(80);
    }

    @Test
    void aRefusalIsNotKeptForWhoRepeatsTheCall() {
        rules(TOKENS);
        Reserved all = here.reserve(Usage.tokens(50, 50));
        assertThat(get(here.reserving(BudgetInstance.CALL, Usage.tokens(10, 10), "k"))
                        .decision()
                        .isAllowed())
                .isFalse();
        here.settle(all, Usage.tokens(1, 1));

        await().ignoreExceptions()
                .until(() -> get(there.reserving(BudgetInstance.CALL, Usage.tokens(10, 10), "k"))
                        .decision()
                        .isAllowed());
        assertThat(remaining("tokens")).isEqualTo(78);
    }

    @Test
    void theFirstCallOnASmallLimitIsAdmittedAndTakesAllOfIt() {
        rules(TOKENS);

        Reserved first = here.reserve(Usage.NONE);
        Reserved second = there.reserve(Usage.NONE);

        assertThat(first.decision().isAllowed()).isTrue();
        assertThat(first.estimate().inputTokens()).isEqualTo(1000);
        assertThat(second.decision().isAllowed()).isFalse();
        assertThat(second.decision().governing().orElseThrow().retryAfterMs()).isPositive();
        assertThat(there.settle(first, Usage.tokens(20, 10)).status()).isEqualTo(Status.SETTLED);
        assertThat(remaining("tokens")).isEqualTo(70);
    }

    @Test
    void aCallThatSeemsToCostNothingIsRefusedWhenTheBudgetIsGone() {
        rules(TOKENS);
        here.settle(here.reserve(Usage.tokens(0, 50)), Usage.tokens(0, 100));

        assertThat(here.reserve(Usage.tokens(0, 0)).decision().isAllowed()).isFalse();
    }

    @Test
    void whatIsNotToldStaysAtTheEstimate() {
        rules(TOKENS);

        Settlement settled = here.settle(here.reserve(Usage.tokens(30, 10)), Usage.NONE);

        assertThat(settled.status()).isEqualTo(Status.SETTLED);
        assertThat(remaining("tokens")).isEqualTo(60);
    }

    @Test
    void settlesOnceHoweverOftenItIsTold() {
        rules(TOKENS);
        Reserved reserved = here.reserve(Usage.tokens(40, 40));
        List<Future<Settlement>> told = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            told.add((i % 2 == 0 ? here : there).settling(reserved.decision().lease(), Usage.tokens(5, 5)));
        }
        get(Future.join(told));

        assertThat(told)
                .extracting(each -> each.result().status())
                .containsOnlyOnce(Status.SETTLED)
                .filteredOn(status -> status == Status.ALREADY_SETTLED)
                .hasSize(9);
        assertThat(told).allMatch(each -> each.result().cost().inputTokens() == 5);
        assertThat(remaining("tokens")).isEqualTo(90);
    }

    @Test
    void anAbandonedCallStaysCharged() {
        rules(TOKENS);
        Reserved reserved = get(here.reserve(BudgetInstance.CALL, Usage.tokens(40, 40), 1));
        String id = reserved.decision().lease();
        await().until(() -> get(here.stores().reservations().find(id)).isEmpty());

        assertThatThrownBy(() -> here.settle(reserved, Usage.tokens(1, 1)))
                .isInstanceOf(HubException.class)
                .hasMessageContaining("the reservation " + id + " is unknown, or has expired");
        assertThat(remaining("tokens")).isEqualTo(20);
    }

    @Test
    void refusesReservationsThatNobodyMade() {
        assertThatThrownBy(() -> get(here.settling("no such", Usage.NONE))).hasMessageContaining("no such is unknown");
    }

    @Test
    void cutsOffACallOnceTheBudgetIsGone() {
        rules(TOKENS);
        Reserved reserved = here.reserve(Usage.tokens(0, 60));

        Settlement below = here.report(reserved, Usage.output(50));
        Settlement beyond = there.report(reserved, Usage.output(80));
        Settlement gone = here.report(reserved, Usage.output(105));

        assertThat(below.status()).isEqualTo(Status.REPORTED);
        assertThat(below.decision().isAllowed()).isTrue();
        assertThat(beyond.decision().isAllowed()).isTrue();
        assertThat(beyond.decision().governing().orElseThrow().remaining()).isEqualTo(20);
        assertThat(gone.decision().isAllowed()).isFalse();
        assertThat(gone.decision().governing().orElseThrow().rule()).isEqualTo("tokens");
        assertThat(there.reserve(Usage.tokens(0, 1)).decision().isAllowed()).isFalse();
        assertThat(here.settle(reserved, Usage.output(105)).status()).isEqualTo(Status.SETTLED);
        assertThat(remaining("tokens")).isZero();
    }

    @Test
    void goesOnWithWhatWasTakenForItThoughTheRestIsGone() {
        rules(TOKENS);
        Reserved reserved = here.reserve(Usage.tokens(0, 60));
        there.reserve(Usage.tokens(0, 40));

        assertThat(here.report(reserved, Usage.output(59)).decision().isAllowed())
                .isTrue();
        assertThat(here.report(reserved, Usage.output(60)).decision().isAllowed())
                .isFalse();
    }

    @Test
    void goesOnThoughNoOtherMayBegin() {
        rules(
                REQUESTS.replace("10,", "1,"),
                TOKENS.replace("\"tokens\"", "\"input\"")
                        .replace("\"cost_from\": \"input\"", "\"cost_from\": \"input_tokens\""));
        Reserved reserved = here.reserve(Usage.tokens(100, 10));

        assertThat(there.reserve(Usage.tokens(1, 1)).decision().isAllowed()).isFalse();
        assertThat(here.report(reserved, Usage.output(5000)).decision().isAllowed())
                .isTrue();
        assertThat(here.report(reserved, Usage.tokens(101, 5000)).decision().isAllowed())
                .isFalse();
    }

    @Test
    void aWindowThatIsOverGivesNothingToTheNext() {
        rules(TOKENS);
        Reserved reserved = here.reserve(Usage.tokens(0, 30));
        Stored stored = get(here.stores()
                        .reservations()
                        .find(reserved.decision().lease()))
                .orElseThrow();
        Reservation then = stored.reservation();
        Part part = then.parts().getFirst();
        Part earlier = new Part(part.limiter(), part.counted(), 30, part.window() - 3_600_000_000L, 30);
        Reservation moved =
                new Reservation(then.id(), then.model(), then.expected(), List.of(earlier), then.progress());
        assertThat(get(here.stores().reservations().replace(stored, new Stored(moved, ReservationStore.draw()))))
                .isTrue();
        there.reserve(Usage.tokens(0, 70));

        assertThat(here.report(reserved, Usage.output(50)).decision().isAllowed())
                .describedAs("what is left of the next window is not its concern")
                .isTrue();
        here.settle(reserved, Usage.output(0));
        assertThat(remaining("tokens")).isZero();
    }

    @Test
    void takesOfAllLimitsOrOfNone() {
        rules(TOKENS, PARALLEL, REQUESTS, MONEY);
        Reserved first = here.reserve(Usage.tokens(10, 10));
        Reserved second = there.reserve(Usage.tokens(10, 10));

        assertThat(first.decision().isAllowed()).isTrue();
        assertThat(first.estimate().money()).isEqualTo(30);
        assertThat(second.decision().isAllowed()).isFalse();
        assertThat(second.decision().governing().orElseThrow().rule()).isEqualTo("parallel");
        assertThat(remaining("tokens")).isEqualTo(80);
        assertThat(remaining("requests")).isEqualTo(9);
        assertThat(remaining("money")).isEqualTo(9970);

        Settlement settled = there.settle(first, Usage.tokens(10, 20));

        assertThat(settled.cost().money()).isEqualTo(50);
        assertThat(remaining("tokens")).isEqualTo(70);
        assertThat(remaining("requests")).isEqualTo(9);
        assertThat(remaining("money")).isEqualTo(9950);
        assertThat(remaining("parallel")).isEqualTo(1);
    }

    @Test
    void whoSpeaksKeepsHisSlot() {
        rules(PARALLEL);
        Reserved reserved = here.reserve(Usage.NONE);
        long before = reading("parallel").retryAfterMicros();

        await().until(() -> reading("parallel").retryAfterMicros() < before - 20_000);
        assertThat(there.report(reserved, Usage.NONE).decision().isAllowed()).isTrue();

        assertThat(reading("parallel").retryAfterMicros()).isGreaterThan(before - 20_000);
        there.settle(reserved, Usage.NONE);
        assertThat(remaining("parallel")).isEqualTo(1);
    }

    @Test
    void whoWasSilentTooLongHasLostHisSlotToTheNext() {
        rules(PARALLEL.replace("60000", "100"));
        Reserved silent = here.reserve(Usage.NONE);
        await().until(() -> reading("parallel").isAllowed());

        assertThat(here.report(silent, Usage.NONE).decision().isAllowed())
                .describedAs("it is free: he takes it again")
                .isTrue();
        await().until(() -> reading("parallel").isAllowed());
        rules(PARALLEL);
        assertThat(there.reserve(Usage.NONE).decision().isAllowed()).isTrue();
        assertThat(here.report(silent, Usage.NONE).decision().isAllowed()).isFalse();
    }

    @Test
    void refusesToCountMoneyWithoutAPrice() {
        rules(MONEY);
        Descriptors other = BudgetInstance.CALL.with("model", "other");

        assertThatThrownBy(() -> get(here.reserve(other, Usage.tokens(1, 1), 1000)))
                .hasMessageContaining("the rule money counts money, and no price of the model is known");
        assertThat(get(here.reserve(other, Usage.NONE.withMoney(5), 1000))
                        .decision()
                        .isAllowed())
                .isTrue();
        assertThat(remaining("money")).isEqualTo(9995);
        rules(MONEY.replace("\"exact\"", "\"exact\", \"mode\": \"shadow\""));
        assertThat(get(here.reserve(other, Usage.tokens(1, 1), 1000)).decision().isAllowed())
                .isTrue();
    }

    @Test
    void refusesRulesThatAreCountedOnEachInstance() {
        rules(TOKENS.replace("\"exact\"", "\"local\""));

        assertThatThrownBy(() -> here.reserve(Usage.NONE))
                .hasMessageContaining("the rule tokens is counted on each instance alone");
    }

    @Test
    void takesFromTheSameLimitAsThoseWhoHoldSlicesOfIt() {
        rules(TOKENS.replace("\"exact\"", "\"leased\""));

        here.settle(here.reserve(Usage.tokens(40, 40)), Usage.tokens(10, 10));

        assertThat(remaining("tokens")).isEqualTo(80);
    }

    @Test
    void aRuleThatIsTriedRefusesNothing() {
        rules(TOKENS.replace("\"exact\"", "\"exact\", \"mode\": \"shadow\""));
        Reserved first = here.reserve(Usage.NONE);
        Reserved second = here.reserve(Usage.NONE);

        assertThat(second.decision().isAllowed()).isTrue();
        assertThat(second.decision().lease()).isEqualTo(Reserved.NOTHING);
        assertThat(here.settle(second, Usage.tokens(1, 1)).status()).isEqualTo(Status.SETTLED);
        here.settle(first, Usage.tokens(1, 1));
        assertThat(remaining("tokens")).isEqualTo(98);
    }

    @Test
    void withoutRulesEverythingIsAdmittedAndNothingIsToBeSettled() {
        Reserved reserved = here.reserve(Usage.NONE);

        assertThat(reserved.decision().isAllowed()).isTrue();
        assertThat(here.settle(reserved, Usage.tokens(1, 1)).decision().isAllowed())
                .isTrue();
    }

    @Test
    void learnsFromCallsWhatTheNextWillUse() {
        rules(TOKENS.replace("100,", "100000,"));
        Descriptors other = BudgetInstance.CALL.with("tenant", "other");
        here.settle(here.reserve(Usage.NONE), Usage.tokens(40, 10));
        here.settle(here.reserve(Usage.NONE), Usage.tokens(40, 10));

        await().untilAsserted(() -> {
            BudgetInstance fresh = BudgetInstance.start(vertx, url, keys, current);
            Reserved same = fresh.reserve(Usage.NONE);
            Reserved ofOther = get(fresh.reserve(other, Usage.input(7), 1000));
            assertThat(same.estimate().inputTokens()).isBetween(60L, 80L);
            assertThat(same.estimate().outputTokens()).isBetween(15L, 20L);
            assertThat(ofOther.estimate().inputTokens()).isEqualTo(7);
            assertThat(ofOther.estimate().outputTokens()).isBetween(15L, 20L);
        });
    }

    @Test
    void givesBackWhatCannotBeWrittenDown() {
        rules(TOKENS, PARALLEL);
        Valkey closed = Valkey.connect(vertx, ValkeyUrl.parse(url), LinkSettings.forTests());
        get(closed.whenReady());
        get(closed.close());
        BudgetStores broken = new BudgetStores(
                here.stores().limits(),
                new ReservationStore(closed, keys),
                here.stores().habits(),
                here.stores().slots());

        assertThatThrownBy(() -> here.with(broken, current).reserve(Usage.tokens(1, 1)))
                .hasMessageContaining("internal server error");
        await().until(() -> remaining("tokens") == 100 && remaining("parallel") == 1);
    }

    @Test
    void whoDiesBeforeHeWritesItDownLeavesTheLimitsAtTheEstimate() {
        rules(TOKENS);
        String id = ReservationStore.draw();
        get(here.stores().limits().take(List.of(new Ask(id, List.of(Claim.enforced(limiter("tokens"), 80))))));

        assertThatThrownBy(() -> get(there.settling(id, Usage.tokens(1, 1)))).hasMessageContaining("is unknown");
        assertThat(remaining("tokens")).isEqualTo(20);
    }

    @Test
    void whoDiesBeforeHeTellsTheLimitsLeavesThemAtTheEstimate() {
        rules(TOKENS);
        Reserved reserved = here.reserve(Usage.tokens(40, 40));
        Stored stored = get(here.stores()
                        .reservations()
                        .find(reserved.decision().lease()))
                .orElseThrow();
        Reservation settled = stored.reservation().settle(Usage.tokens(1, 1)).next();
        assertThat(get(here.stores().reservations().replace(stored, new Stored(settled, ReservationStore.draw()))))
                .isTrue();

        assertThat(there.settle(reserved, Usage.tokens(1, 1)).status()).isEqualTo(Status.ALREADY_SETTLED);
        assertThat(remaining("tokens")).isEqualTo(20);
    }

    @Test
    void settlesByTheRuleAsItIsNow() {
        rules(TOKENS);
        Reserved reserved = here.reserve(Usage.tokens(40, 40));
        rules(TOKENS.replace("100,", "1000,"));

        there.settle(reserved, Usage.tokens(10, 10));

        assertThat(remaining("tokens")).isEqualTo(980);
    }

    @Test
    void givesNothingToARuleThatCountsInAnotherWayNow() {
        rules(TOKENS);
        Reserved first = here.reserve(Usage.tokens(40, 40));
        rules(TOKENS.replace("fixed_window", "concurrency"));
        assertThat(there.reserve(Usage.tokens(15, 15)).decision().isAllowed()).isTrue();

        here.settle(first, Usage.tokens(0, 0));

        assertThat(remaining("tokens")).isEqualTo(70);
    }

    @Test
    void settlesPartOfWhatALogHolds() {
        rules(TOKENS.replace("fixed_window", "sliding_log"));
        Reserved first = here.reserve(Usage.tokens(40, 40));

        here.report(first, Usage.tokens(40, 50));
        here.report(first, Usage.tokens(40, 60));
        assertThat(remaining("tokens")).isZero();
        here.settle(first, Usage.tokens(40, 60));
        assertThat(remaining("tokens")).isZero();
    }

    @Test
    void givesBackPartOfWhatALogHolds() {
        rules(TOKENS.replace("fixed_window", "sliding_log"));

        here.settle(here.reserve(Usage.tokens(40, 40)), Usage.tokens(10, 10));

        assertThat(remaining("tokens")).isEqualTo(80);
    }
}
