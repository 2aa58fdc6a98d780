package dev.hub.verticles.ratelimit;

import static dev.hub.verticles.Instance.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hub.core.bus.HubLimits;
import dev.hub.core.bus.RpcRequest;
import dev.hub.core.channel.Payload;
import dev.hub.core.ratelimit.Algorithm;
import dev.hub.core.ratelimit.CostFrom;
import dev.hub.core.ratelimit.Descriptors;
import dev.hub.core.ratelimit.LimitRule;
import dev.hub.core.ratelimit.LimitRule.Conduct;
import dev.hub.core.ratelimit.LimitRule.Mode;
import dev.hub.core.ratelimit.LimitRule.OnFailure;
import dev.hub.core.ratelimit.LimitRule.Scope;
import dev.hub.core.ratelimit.Quota;
import dev.hub.core.ratelimit.RuleAim;
import dev.hub.core.ratelimit.budget.Reserved;
import dev.hub.core.ratelimit.budget.Settlement;
import dev.hub.core.ratelimit.budget.Settlement.Status;
import dev.hub.core.ratelimit.budget.Usage;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.FaultProxy;
import dev.hub.core.testkit.SharedServers;
import dev.hub.examples.AskVerticle;
import dev.hub.examples.AskVerticle.LanguageModel;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Budgets over the bus: by a verticle beside the hub, by two instances, and while Valkey is away. */
@ExtendWith(SharedServers.Provider.class)
class BudgetVerticleIT {
    private static final Descriptors CALL = Descriptors.of(Map.of("operation", "llm", "user", "ann"));

    private final FaultProxy proxy;
    private final LimitedInstance hub;
    private final LimitedInstance other;

    BudgetVerticleIT(SharedServers servers) {
        String prefix = servers.prefix();
        proxy = FaultProxy.before(servers.on(Engine.VALKEY));
        hub = new LimitedInstance("valkey://" + proxy.address(), prefix, tokens(100, OnFailure.LOCAL));
        other = new LimitedInstance(servers.on(Engine.VALKEY).url(), prefix, tokens(100, OnFailure.LOCAL));
    }

    @AfterEach
    void stop() {
        hub.close();
        other.close();
        proxy.close();
    }

    private static LimitRule tokens(long limit, OnFailure onFailure) {
        Quota quota = Rules.perHour(Algorithm.FIXED_WINDOW, limit);
        return new LimitRule(
                "tokens",
                RuleAim.of(Map.of("operation", "llm"), List.of("user")),
                quota,
                new Conduct(CostFrom.TOKENS, 5, Mode.ENFORCE, Scope.EXACT, onFailure),
                Optional.empty());
    }

    private HubLimits limits() {
        return HubLimits.of(hub.bus());
    }

    /** Goes on for ever. */
    private static final class Talker implements LanguageModel, LanguageModel.Answer {
        private int tokens;

        @Override
        public Answer open(String prompt) {
            return this;
        }

        @Override
        public Future<Boolean> next() {
            tokens++;
            return Future.succeededFuture(true);
        }

        @Override
        public String text() {
            return "bla".repeat(tokens);
        }

        @Override
        public Usage usage() {
            return Usage.tokens(5, tokens);
        }
    }

    @Test
    void theExampleStopsAModelThatNeverDoes() {
        Talker model = new Talker();
        get(hub.vertx().deployVerticle(new AskVerticle(model)));
        RpcRequest question = new RpcRequest("ask", Payload.ofJson("{\"prompt\":\"Well?\"}"), "ann", "", "");

        Payload answer = get(hub.bus().call(question));

        assertThat(new JsonObject(answer.toJson()).getString("text")).hasSize(3 * 100);
        assertThatThrownBy(() -> get(hub.bus().call(question)))
                .hasMessageContaining("too many requests")
                .hasMessageContaining("rule=tokens");
        assertThat(get(limits().peek(CALL, new dev.hub.core.ratelimit.Cost(1, 0, 1, 0, 0)))
                        .isAllowed())
                .isFalse();
    }

    @Test
    void anyInstanceSettlesWhatAnotherOneReserved() {
        Reserved reserved = get(limits().reserve(CALL, Usage.tokens(30, 30)));
        Settlement settled =
                get(HubLimits.of(other.bus()).settle(reserved.decision().lease(), Usage.tokens(10, 10)));

        assertThat(settled.status()).isEqualTo(Status.SETTLED);
        assertThat(settled.decision().governing().orElseThrow().remaining()).isEqualTo(80);
        assertThat(get(limits().settle(reserved.decision().lease(), Usage.tokens(10, 10)))
                        .status())
                .isEqualTo(Status.ALREADY_SETTLED);
        assertThat(hub.report("tokens", false).counts().total().admitted()).isEqualTo(1);
    }

    @Test
    void withoutValkeyEachInstanceCountsItsShareAndNothingIsSettled() {
        await().until(() -> hub.fleet() == 2);
        proxy.blackhole();

        Reserved first = get(limits().reserve(CALL, Usage.tokens(30, 10)));
        Reserved second = get(limits().reserve(CALL, Usage.tokens(30, 10)));

        assertThat(first.decision().isAllowed()).isTrue();
        assertThat(first.decision().lease()).isEqualTo(Reserved.NOTHING);
        assertThat(second.decision().isAllowed()).isFalse();
        assertThat(get(limits().settle(Reserved.NOTHING, Usage.tokens(1, 1))).status())
                .isEqualTo(Status.SETTLED);
        assertThatThrownBy(() -> get(limits().settle("5b0c0000-0000-0000-0000-000000000000", Usage.NONE)))
                .hasMessageContaining("internal server error");

        hub.rule(tokens(100, OnFailure.CLOSED));
        assertThat(get(limits().reserve(CALL, Usage.tokens(1, 1))).decision().isAllowed())
                .isFalse();
        hub.rule(tokens(100, OnFailure.OPEN));
        assertThat(get(limits().reserve(CALL, Usage.tokens(1, 1))).decision().isAllowed())
                .isTrue();
    }
}
