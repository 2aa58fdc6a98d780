package dev.hub.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.capacity.Capacity;
import dev.hub.core.ratelimit.Algorithm;
import dev.hub.core.ratelimit.CostFrom;
import dev.hub.core.ratelimit.LimitRule;
import dev.hub.core.ratelimit.LimitRule.Conduct;
import dev.hub.core.ratelimit.LimitRule.Mode;
import dev.hub.core.ratelimit.LimitRule.OnFailure;
import dev.hub.core.ratelimit.LimitRule.Scope;
import dev.hub.core.ratelimit.Period;
import dev.hub.core.ratelimit.Prices;
import dev.hub.core.ratelimit.Quota;
import dev.hub.core.ratelimit.RuleAim;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What sockets are refused while an instance has more to do than it can. Here each priority is refused altogether. */
final class SheddingIT {
    private final TestHub hub = TestHub.insecure();

    @AfterEach
    void stop() {
        hub.close();
    }

    private static LimitRule rule(String operation, int priority) {
        return new LimitRule(
                operation,
                RuleAim.of(Map.of("operation", operation), List.of("client")),
                Quota.of(Algorithm.TOKEN_BUCKET, 1000, new Period.Fixed(1000)),
                new Conduct(CostFrom.ONE, priority, Mode.ENFORCE, Scope.LOCAL, OnFailure.LOCAL),
                Optional.empty());
    }

    private static JsonObject ask(TestClient client, String command) {
        client.send(command);
        return client.next();
    }

    @Test
    void refusesForAWhileWhatItCannotDo() {
        TestClient client = hub.connected();
        hub.bus.capacity().set(5);

        JsonObject error = ask(client, "{\"id\":2,\"publish\":{\"channel\":\"open:a\",\"data\":1}}")
                .getJsonObject("error");

        assertThat(error.getInteger("code")).isEqualTo(111);
        assertThat(error.getBoolean("temporary")).isTrue();
        assertThat(error.getString("message")).matches("too many requests: the hub is busy, retry after \\d{3,4} ms");
        hub.bus.capacity().set(Capacity.FULL);
        assertThat(ask(client, "{\"id\":3,\"publish\":{\"channel\":\"open:a\",\"data\":1}}")
                        .containsKey("publish"))
                .isTrue();
    }

    @Test
    void doesWhatRulesSayIsMoreImportant() {
        hub.bus
                .limits()
                .replace(hub.bus.limits().rules().next(List.of(rule("publish", 2), rule("history", 8))), Prices.NONE);
        TestClient client = hub.connected();
        hub.bus.capacity().set(4);

        JsonObject published = ask(client, "{\"id\":2,\"publish\":{\"channel\":\"open:a\",\"data\":1}}");
        JsonObject read = ask(client, "{\"id\":3,\"history\":{\"channel\":\"open:a\"}}");

        assertThat(published.containsKey("publish")).isTrue();
        assertThat(read.getJsonObject("error").getInteger("code")).isEqualTo(111);
    }

    @Test
    void letsClientsLeaveAndRefusesNewcomers() {
        TestClient client = hub.connected().subscribed(2, "open:a");
        hub.bus.capacity().set(1);

        client.send("{\"id\":3,\"unsubscribe\":{\"channel\":\"open:a\"}}");
        assertThat(client.nextLine()).isEqualTo("{\"id\":3,\"unsubscribe\":{}}");
        JsonObject refused = ask(hub.open(), "{\"id\":1,\"connect\":{}}");

        assertThat(refused.getJsonObject("error").getInteger("code")).isEqualTo(111);
        assertThat(hub.bus.capacity().shed()).isEqualTo(1);
    }

    @Test
    void invitesBackWhoSentMoreBehindAConnectThatItRefused() {
        hub.bus.capacity().set(1);
        TestClient client = hub.open();

        client.send("{\"id\":1,\"connect\":{}}\n{\"id\":2,\"subscribe\":{\"channel\":\"open:a\"}}");
        List<JsonObject> errors =
                List.of(client.next().getJsonObject("error"), client.next().getJsonObject("error"));
        JsonObject late =
                ask(client, "{\"id\":3,\"subscribe\":{\"channel\":\"open:a\"}}").getJsonObject("error");
        hub.bus.capacity().set(Capacity.FULL);
        JsonObject again = ask(client, "{\"id\":4,\"connect\":{}}");

        assertThat(errors).allMatch(error -> error.getInteger("code") == 111 && error.getBoolean("temporary"));
        assertThat(late.getBoolean("temporary")).isTrue();
        assertThat(again.containsKey("connect")).isTrue();
    }
}
