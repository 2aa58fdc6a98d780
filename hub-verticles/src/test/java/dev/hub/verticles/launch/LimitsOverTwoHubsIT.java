package dev.hub.verticles.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hub.core.testkit.Engine;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rules on rates at the edges of two hubs: their sockets, their HTTP, and back ends that ask them. */
@ExtendWith(SharedHubs.Provider.class)
class LimitsOverTwoHubsIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final List<String> RULES = List.of(
            "edge-user",
            "edge-client",
            "edge-api",
            "edge-own",
            "edge-slots",
            "edge-tokens",
            "edge-money",
            "edge-calls");

    private final TwoHubs two;

    LimitsOverTwoHubsIT(SharedHubs hubs) {
        two = hubs.on(Engine.REDIS62);
    }

    @AfterEach
    void forgetTheRules() {
        RULES.forEach(name -> call(two.first(), "limit_rule_delete", new JsonObject().put("name", name)));
    }

    private static HttpResponse<String> call(HubProcess hub, String method, JsonObject body) {
        try {
            return HTTP.send(
                    HttpRequest.newBuilder(URI.create(hub.url() + "/api/" + method))
                            .header("X-API-Key", HubProcess.API_KEY)
                            .POST(BodyPublishers.ofString(body.encode()))
                            .build(),
                    BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new AssertionError(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    private static JsonObject result(HubProcess hub, String method, JsonObject body) {
        JsonObject answer = new JsonObject(call(hub, method, body).body());
        assertThat(answer.getJsonObject("error")).as(method).isNull();
        return answer.getJsonObject("result");
    }

    private void rule(String name, JsonObject match, String per, int limit, JsonObject more) {
        JsonObject rule = new JsonObject()
                .put("name", name)
                .put("match", match)
                .put("per", new JsonArray().add(per))
                .put("limit", limit)
                .put("period_ms", 3_600_000);
        result(two.first(), "limit_rule_put", rule.mergeIn(more));
    }

    private static JsonObject match(String operation) {
        return new JsonObject().put("operation", operation);
    }

    private static boolean isAdmitted(LineClient client, int id) {
        JsonObject reply = new JsonObject(
                client.ask("{\"id\":" + id + ",\"publish\":{\"channel\":\"demo:edge\",\"data\":" + id + "}}"));
        if (reply.containsKey("error")) {
            assertThat(reply.getJsonObject("error").getInteger("code")).isEqualTo(111);
        }
        return reply.containsKey("publish");
    }

    private static long admitted(List<LineClient> clients, int each) {
        return Stream.iterate(2, id -> id + 1)
                .limit(each)
                .flatMap(id -> clients.stream().filter(client -> isAdmitted(client, id)))
                .count();
    }

    @Test
    void aUserHasOneLimitOnBothHubsAndEachConnectionOneOfItsOwn() {
        rule("edge-user", match("publish").put("user", "edge-anna"), "user", 5, new JsonObject().put("scope", "exact"));
        rule("edge-client", match("publish").put("user", "edge-*"), "client", 4, new JsonObject());
        try (LineClient here = LineClient.connect(two.first().url(), "edge-anna");
                LineClient there = LineClient.connect(two.second().url(), "edge-anna");
                LineClient bob = LineClient.connect(two.second().url(), "edge-bob")) {
            assertThat(admitted(List.of(here, there), 6)).isEqualTo(5);
            assertThat(admitted(List.of(bob), 6)).isEqualTo(4);
        }
    }

    @Test
    void whatConnectionsCountIsReportedToo() {
        rule("edge-client", match("publish").put("user", "edge-carl"), "client", 1, new JsonObject());
        try (LineClient carl = LineClient.connect(two.second().url(), "edge-carl")) {
            assertThat(admitted(List.of(carl), 3)).isEqualTo(1);
        }

        await().untilAsserted(() -> {
            JsonObject report = result(two.first(), "limit_report", new JsonObject().put("rule", "edge-client"));
            JsonObject rule = report.getJsonArray("rules").getJsonObject(0);
            assertThat(List.of(rule.getInteger("admitted"), rule.getInteger("refused")))
                    .containsExactly(1, 2);
        });
    }

    @Test
    void theApiItselfIsLimitedByRoute() {
        rule(
                "edge-api",
                match("api").put("route", "/api/user_blocks"),
                "ip",
                2,
                new JsonObject().put("scope", "local"));

        assertThat(call(two.first(), "user_blocks", new JsonObject()).statusCode())
                .isEqualTo(200);
        assertThat(call(two.first(), "user_blocks", new JsonObject()).headers().firstValue("RateLimit"))
                .hasValueSatisfying(field -> assertThat(field).startsWith("\"edge-api\";r=0;t="));
        HttpResponse<String> refused = call(two.first(), "user_blocks", new JsonObject());

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("RateLimit-Policy")).hasValue("\"edge-api\";q=2;w=3600");
        assertThat(refused.headers().firstValueAsLong("Retry-After").orElseThrow())
                .isBetween(1700L, 1900L);
        assertThat(new JsonObject(refused.body()).getJsonObject("error").getInteger("code"))
                .isEqualTo(111);
        assertThat(call(two.first(), "info", new JsonObject()).statusCode()).isEqualTo(200);
    }

    @Test
    void aBackEndChecksPeeksRefundsAndReleases() {
        JsonObject exact = new JsonObject().put("scope", "exact").put("cost_from", "cost");
        rule("edge-own", match("export"), "user", 10, exact);
        rule("edge-slots", match("export"), "user", 1, new JsonObject().put("algorithm", "concurrency"));
        JsonObject what = new JsonObject()
                .put("descriptors", match("export").put("user", "edge-dora"))
                .put("cost", 4);

        JsonObject allowed = result(two.first(), "limit_check", what);
        assertThat(allowed.getBoolean("allowed")).isTrue();
        assertThat(allowed.getJsonArray("rules")).hasSize(2);
        JsonObject refused = result(two.second(), "limit_check", what);
        assertThat(List.of(refused.getBoolean("allowed"), refused.getString("rule")))
                .containsExactly(false, "edge-slots");
        JsonObject lease = new JsonObject().put("lease", allowed.getString("lease"));
        assertThat(result(two.second(), "limit_release", lease).getBoolean("released"))
                .isTrue();

        JsonObject own = what.copy().put("rule", "edge-own");
        assertThat(result(two.second(), "limit_peek", own).getInteger("remaining"))
                .isEqualTo(6);
        assertThat(result(two.first(), "limit_refund", own).getInteger("remaining"))
                .isEqualTo(10);
        assertThat(new JsonObject(call(two.first(), "limit_check", new JsonObject().put("rule", "none"))
                                .body())
                        .getJsonObject("error")
                        .getInteger("code"))
                .isEqualTo(107);
    }

    @Test
    void clientsCannotSpendTheLimitsOfOthers() {
        try (LineClient client = LineClient.connect(two.first().url(), "edge-eve")) {
            for (String method : List.of("limit_check", "limit_refund", "limit_release", "limit_rule_put")) {
                JsonObject reply = new JsonObject(client.ask(
                        "{\"id\":2,\"rpc\":{\"method\":\"" + method + "\",\"data\":{\"rule\":\"edge-own\"}}}"));
                assertThat(reply.getJsonObject("error").getInteger("code"))
                        .as(method)
                        .isEqualTo(104);
            }
        }
    }

    @Test
    void aCallOfALanguageModelIsReservedOnOneHubAndSettledOnTheOther() {
        JsonObject price =
                new JsonObject().put("model", "edge-model*").put("input", 1).put("output", 2);
        result(two.first(), "limit_price_put", price);
        rule("edge-tokens", match("edge-llm"), "user", 1000, new JsonObject().put("cost_from", "tokens"));
        rule("edge-money", match("edge-llm"), "user", 9000, new JsonObject().put("cost_from", "money"));
        rule("edge-calls", match("edge-llm"), "user", 1, new JsonObject().put("algorithm", "concurrency"));
        JsonObject call = new JsonObject()
                .put("descriptors", match("edge-llm").put("user", "edge-eve").put("model", "edge-model-1"))
                .put("cost", new JsonObject().put("input_tokens", 100).put("output_tokens", 300));

        JsonObject reserved = result(two.first(), "limit_reserve", call);
        JsonObject refused = result(two.second(), "limit_reserve", call);
        JsonObject settle = new JsonObject()
                .put("reservation", reserved.getString("reservation"))
                .put("actual", new JsonObject().put("input_tokens", 100).put("output_tokens", 50));
        JsonObject settled = result(two.second(), "limit_settle", settle);
        JsonObject again = result(two.first(), "limit_settle", settle);
        JsonObject next = result(two.second(), "limit_reserve", call);
        result(two.first(), "limit_settle", settle.put("reservation", next.getString("reservation")));
        result(two.first(), "limit_price_delete", new JsonObject().put("model", "edge-model*"));

        assertThat(reserved.getJsonObject("estimate").getInteger("money")).isEqualTo(700);
        assertThat(List.of(refused.getBoolean("allowed"), refused.getString("rule")))
                .containsExactly(false, "edge-calls");
        assertThat(List.of(settled.getString("status"), again.getString("status")))
                .containsExactly("settled", "already_settled");
        assertThat(settled.getJsonObject("cost").getInteger("money")).isEqualTo(200);
        assertThat(settled.getInteger("remaining")).isEqualTo(850);
        assertThat(next.getBoolean("allowed")).isTrue();
    }
}
