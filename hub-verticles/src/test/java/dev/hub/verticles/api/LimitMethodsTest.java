package dev.hub.verticles.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.LimitCommand;
import dev.hub.core.ratelimit.Cost;
import dev.hub.core.ratelimit.Descriptors;
import dev.hub.core.ratelimit.LimitDecision;
import dev.hub.core.ratelimit.Standing;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the methods on limits make of their bodies, and of the answers. */
class LimitMethodsTest {
    private static final Descriptors ANNA = Descriptors.of(Map.of("operation", "export", "user", "anna"));

    private LimitDecision decision = LimitDecision.UNLIMITED;
    private final MethodStand<LimitCommand> stand =
            new MethodStand<>(Addresses.RATE_LIMIT, LimitCommand.class, this::answer);

    private Object answer(LimitCommand command) {
        return command instanceof LimitCommand.Release ? new LimitCommand.Released(true) : decision;
    }

    @AfterEach
    void close() {
        stand.close();
    }

    @Test
    void asksForTheDescriptorsWithTheCost() {
        stand.call("limit_check", "{\"descriptors\":{\"user\":\"anna\",\"operation\":\"export\"},\"cost\":3}");
        stand.call("limit_peek", "{\"descriptors\":{\"operation\":\"export\",\"user\":\"anna\"},\"rule\":\"daily\"}");
        stand.call(
                "limit_refund",
                "{\"rule\":\"tokens\",\"cost\":{\"input_tokens\":7,\"output_tokens\":5,\"money\":9,\"bytes\":2}}");

        assertThat(stand.asked())
                .containsExactly(
                        new LimitCommand.Check(ANNA, Optional.empty(), Cost.units(3)),
                        new LimitCommand.Peek(ANNA, Optional.of("daily"), Cost.ONE),
                        new LimitCommand.Refund(Descriptors.NONE, Optional.of("tokens"), new Cost(1, 2, 7, 5, 9)));
    }

    @Test
    void tellsOfTheRuleThatMakesOneWaitLongest() {
        decision = new LimitDecision(
                false,
                List.of(
                        new Standing("hourly", false, 10, 0, 3000, 9000),
                        new Standing("burst", false, 5, 1, 20, 50),
                        new Standing("daily", true, 100, 7, 0, 4)),
                "");

        JsonObject answer = stand.call("limit_check", "{\"rule\":\"hourly\"}");

        JsonObject rules = new JsonObject().put("rules", answer.remove("rules"));
        assertThat(answer.encode())
                .isEqualTo("{\"allowed\":false,\"rule\":\"hourly\",\"limit\":10,\"remaining\":0,"
                        + "\"retry_after_ms\":3000,\"reset_ms\":9000}");
        assertThat(rules.getJsonArray("rules").encode())
                .startsWith("[{\"allowed\":false,\"rule\":\"hourly\",")
                .contains("{\"allowed\":true,\"rule\":\"daily\",\"limit\":100,\"remaining\":7,");
    }

    @Test
    void tellsNothingOfRulesWhereThereIsNone() {
        assertThat(stand.call("limit_check", "{\"descriptors\":{\"user\":\"anna\"}}")
                        .encode())
                .isEqualTo("{\"allowed\":true}");
    }

    @Test
    void handsOutTheLeaseAndTakesItBack() {
        decision = new LimitDecision(true, List.of(new Standing("parallel", true, 2, 1, 0, 900)), "slot-1");

        assertThat(stand.call("limit_check", "{\"rule\":\"parallel\"}").encode())
                .isEqualTo("{\"allowed\":true,\"rule\":\"parallel\",\"limit\":2,\"remaining\":1,\"retry_after_ms\":0,"
                        + "\"reset_ms\":900,\"lease\":\"slot-1\"}");
        assertThat(stand.call("limit_release", "{\"lease\":\"slot-1\"}").encode())
                .isEqualTo("{\"released\":true}");
        assertThat(stand.asked().getLast()).isEqualTo(new LimitCommand.Release("slot-1"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        limit_check   | {}                                       | rule or descriptors is required
        limit_check   | {"descriptors":{"User":"a"}}             | a descriptor's name must be
        limit_check   | {"descriptors":{"user":""}}              | the descriptor user must have 1 to 256 bytes
        limit_peek    | {"descriptors":{"user":7}}               | descriptors must be an object of strings
        limit_check   | {"rule":"a","cost":-1}                   | cost must be 0 to 1000000000000, got -1
        limit_check   | {"rule":"a","cost":"1"}                  | cost must be an object
        limit_refund  | {"rule":"a","cost":{"money":-2}}         | cost.money must be 0 to 1000000000000, got -2
        limit_release | {}                                       | lease is required
        """)
    void refusesWhatMakesNoSense(String method, String body, String fault) {
        assertThatThrownBy(() -> stand.call(method, body)).hasMessageContaining(fault);
        assertThat(stand.asked()).isEmpty();
    }
}
