package dev.hub.verticles.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What is ordered on one of several hubs is done by all of them, and how long that takes. */
final class FleetOrders {
    private static final int ROUNDS = 5;
    /** Instances look by themselves every 3 s: what is done sooner was done because it was ordered, on busy machines as well. */
    private static final long SOONER_THAN_A_LOOK_MILLIS = 2500;

    private final List<HubProcess> hubs;

    FleetOrders(List<HubProcess> hubs) {
        this.hubs = hubs;
    }

    /** Connections on all hubs are listed, sent to, subscribed, counted and ended by whichever hub is asked. */
    void reachAll() {
        String user = "{\"user\":\"orders\"";
        for (HubProcess hub : hubs) {
            Back back = new Back(hub.url());
            List<LineClient> clients = connected(TestTokens.of("orders"));

            assertThat(order(back, "connections", user + "}").getJsonObject("connections"))
                    .hasSize(hubs.size());
            order(back, "send", user + ",\"data\":1}");
            clients.forEach(client -> assertThat(client.next()).contains("\"message\":{\"data\":1}"));
            order(back, "subscribe", user + ",\"channel\":\"room:orders\"}");
            await().until(() -> order(back, "presence_stats", "{\"channel\":\"room:orders\"}")
                            .getInteger("num_clients")
                    == hubs.size());
            order(back, "unsubscribe", user + ",\"channel\":\"room:orders\"}");
            order(back, "refresh", user + ",\"expired\":true}");
            clients.forEach(client -> assertThat(client.closeCode()).isEqualTo(3005));
        }
    }

    /** The medians of some rounds by what was done, in ms; each round asks another hub. */
    Map<String, Long> measure() {
        return Map.of(
                "a block holds on all hubs", median("user_block", 3503),
                "a revocation holds on all hubs", median("token_revoke", 3500));
    }

    private long median(String method, int code) {
        List<Long> millis = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            millis.add(round(
                    method,
                    code,
                    method + "-" + round,
                    new Back(hubs.get(round % hubs.size()).url())));
        }
        long median = millis.stream().sorted().toList().get(ROUNDS / 2);
        assertThat(median).as("%s: %s", method, millis).isLessThan(SOONER_THAN_A_LOOK_MILLIS);
        return median;
    }

    /** From the order to the last close, while nobody comes in any more on any hub. */
    private long round(String method, int code, String name, Back back) {
        String token = TestTokens.signed(new JsonObject().put("sub", name).put("jti", name));
        List<LineClient> clients = connected(token);

        long began = System.nanoTime();
        String named = method.startsWith("user") ? "user" : "jti";
        order(back, method, new JsonObject().put(named, name).encode());
        List<LineClient> late = onEach(token);
        clients.forEach(client -> assertThat(client.closeCode()).isEqualTo(code));
        late.forEach(client -> assertThat(client.closeCode()).isEqualTo(code));
        return (System.nanoTime() - began) / 1_000_000;
    }

    /** An instance that did not answer within 2 s, as on a busy machine, is named by a temporary error: then once more. */
    private static JsonObject order(Back back, String method, String body) {
        return await().pollDelay(Duration.ZERO)
                .until(() -> back.answer(method, body), answer -> answer.containsKey("result"))
                .getJsonObject("result");
    }

    private List<LineClient> connected(String token) {
        List<LineClient> clients = onEach(token);
        clients.forEach(client -> assertThat(client.next()).contains("\"client\""));
        return clients;
    }

    private List<LineClient> onEach(String token) {
        return hubs.stream()
                .map(hub -> LineClient.open(hub.url()))
                .peek(client -> client.send("{\"id\":1,\"connect\":{\"token\":\"" + token + "\"}}"))
                .toList();
    }
}
