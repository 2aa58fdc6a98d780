package dev.hub.verticles.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.LimitCommand;
import dev.hub.core.bus.LimitCommand.Reserve;
import dev.hub.core.bus.LimitCommand.Settle;
import dev.hub.core.ratelimit.Cost;
import dev.hub.core.ratelimit.Descriptors;
import dev.hub.core.ratelimit.LimitDecision;
import dev.hub.core.ratelimit.Standing;
import dev.hub.core.ratelimit.budget.Reserved;
import dev.hub.core.ratelimit.budget.Settlement;
import dev.hub.core.ratelimit.budget.Settlement.Status;
import dev.hub.core.ratelimit.budget.Usage;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the methods on budgets make of their bodies, and of the answers. */
class BudgetMethodsTest {
    private static final Descriptors CALL = Descriptors.of(Map.of("operation", "llm"));
    private static final Standing TOKENS = new Standing("tokens", true, 100, 7, 0, 4);

    private LimitDecision decision = new LimitDecision(true, List.of(TOKENS), "id");
    private final MethodStand<LimitCommand> stand =
            new MethodStand<>(Addresses.RATE_LIMIT, LimitCommand.class, this::answer);

    private Object answer(LimitCommand command) {
        return command instanceof Reserve
                ? new Reserved(decision, new Cost(1, 0, 5, 6, 7))
                : new Settlement(Status.REPORTED, decision, new Cost(1, 0, 8, 9, 10));
    }

    @AfterEach
    void close() {
        stand.close();
    }

    @Test
    void whatIsNotSaidIsNotKnown() {
        stand.call("limit_reserve", "{\"descriptors\":{\"operation\":\"llm\"}}");
        stand.call("limit_reserve", "{\"descriptors\":{\"operation\":\"llm\"},\"cost\":3,\"ttl_ms\":50}");
        stand.call(
                "limit_reserve",
                "{\"descriptors\":{\"operation\":\"llm\"},\"cost\":{\"input_tokens\":9,\"cached_input_tokens\":4,\"money\":null}}");
        stand.call("limit_reserve", "{\"descriptors\":{\"operation\":\"llm\"},\"idempotency_key\":\"k\"}");
        stand.call("limit_settle", "{\"reservation\":\"id\",\"actual\":{\"input_tokens\":0,\"output_tokens\":0}}");
        stand.call("limit_settle", "{\"reservation\":\"id\",\"done\":false}");

        assertThat(stand.asked())
                .containsExactly(
                        new Reserve(CALL, Usage.NONE, 600_000),
                        new Reserve(CALL, Usage.units(3), 50),
                        new Reserve(CALL, new Usage(-1, -1, 9, -1, 4, -1), 600_000),
                        new Reserve(CALL, Usage.NONE, 600_000, "k"),
                        new Settle("id", Usage.tokens(0, 0), true),
                        new Settle("id", Usage.NONE, false));
    }

    @Test
    void tellsTheReservationAndWhatIsExpected() {
        assertThat(stand.call("limit_reserve", "{\"descriptors\":{\"operation\":\"llm\"}}"))
                .isEqualTo(new JsonObject("""
                    {"allowed": true, "reservation": "id", "rule": "tokens", "limit": 100, "remaining": 7,
                     "retry_after_ms": 0, "reset_ms": 4,
                     "estimate": {"input_tokens": 5, "output_tokens": 6, "money": 7}}\
                    """));
    }

    @Test
    void tellsWhatACallUsedAndWhetherItMayGoOn() {
        decision = new LimitDecision(false, List.of(new Standing("tokens", false, 100, 0, 5, 9)), "");

        assertThat(stand.call("limit_settle", "{\"reservation\":\"id\",\"done\":false}"))
                .isEqualTo(new JsonObject("""
                    {"allowed": false, "status": "reported", "rule": "tokens", "limit": 100, "remaining": 0,
                     "retry_after_ms": 5, "reset_ms": 9,
                     "cost": {"input_tokens": 8, "output_tokens": 9, "money": 10}}\
                    """));
        assertThat(stand.call("limit_reserve", "{\"descriptors\":{\"operation\":\"llm\"}}")
                        .containsKey("reservation"))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        limit_reserve | {}                                                      | descriptors is required
        limit_reserve | {"descriptors":{"a":"b"},"ttl_ms":0}                    | ttl_ms must be 1 to 86400000, got 0
        limit_reserve | {"descriptors":{"a":"b"},"cost":{"input_tokens":-1}}    | cost.input_tokens must be 0 to 1000000000000, got -1
        limit_settle  | {"actual":5}                                            | reservation is required
        limit_settle  | {"reservation":"i","actual":{"prompt_tokens":5}}        | actual has no field "prompt_tokens", there are units, bytes, input_tokens, output_tokens, cached_input_tokens, money
        limit_settle  | {"reservation":"i","actual":{"cached_input_tokens":5}}  | cached_input_tokens are among input_tokens, and must be 0 to 0, got 5
        """)
    void refusesWhatMakesNoSense(String method, String body, String fault) {
        assertThatThrownBy(() -> stand.call(method, body)).hasMessage("bad request: " + fault);
        assertThat(stand.asked()).isEmpty();
    }
}
