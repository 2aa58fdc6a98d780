package dev.hub.verticles.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.OnEachEngine;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two hubs in processes of their own deliver to workers until these acknowledge, whatever is killed in between. */
@OnEachEngine
@ExtendWith(SharedHubs.Provider.class)
class ConsumersIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Engine engine;
    private final SharedHubs hubs;
    private final HubProcess first;
    private final HubProcess second;
    private final String channel = "jobs:" + UUID.randomUUID();

    ConsumersIT(Engine engine, SharedHubs hubs) {
        this.engine = engine;
        this.hubs = hubs;
        this.first = hubs.on(engine).first();
        this.second = hubs.on(engine).second();
    }

    // ---- over HTTP

    private static HttpRequest request(HubProcess hub, String method, String body) {
        return HttpRequest.newBuilder(URI.create(hub.url() + "/api/" + method))
                .header("X-API-Key", HubProcess.API_KEY)
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    private static JsonObject ask(HubProcess hub, String method, JsonObject body) {
        try {
            HttpResponse<String> response = HTTP.send(request(hub, method, body.encode()), BodyHandlers.ofString());
            return new JsonObject(response.body());
        } catch (IOException failed) {
            throw new AssertionError(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    private static JsonObject result(HubProcess hub, String method, JsonObject body) {
        JsonObject answer = ask(hub, method, body);
        assertThat(answer.getJsonObject("error")).as(method).isNull();
        return answer.getJsonObject("result");
    }

    private JsonObject consumer() {
        return new JsonObject().put("channel", channel).put("consumer", "work");
    }

    private void publish(HubProcess hub, int from, int to) {
        for (int i = from; i <= to; i++) {
            result(hub, "publish", new JsonObject().put("channel", channel).put("data", new JsonObject().put("n", i)));
        }
    }

    private JsonObject info() {
        return result(first, "consumer_info", consumer());
    }

    private static List<Integer> numbers(JsonObject batch) {
        return each(batch).stream()
                .map(delivery -> delivery.getJsonObject("data").getInteger("n"))
                .toList();
    }

    private static List<JsonObject> each(JsonObject batch) {
        return batch.getJsonArray("deliveries").stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    private static JsonArray offsets(JsonObject batch) {
        JsonArray offsets = new JsonArray();
        each(batch).forEach(delivery -> offsets.add(delivery.getLong("offset")));
        return offsets;
    }

    @Test
    void backEndsFetchAndAcknowledge() {
        assertThat(result(first, "consumer_create", consumer().put("max_deliveries", 1)))
                .isEqualTo(new JsonObject().put("created", true));
        publish(second, 1, 3);

        JsonObject batch = result(second, "consumer_fetch", consumer().put("max", 2));
        assertThat(numbers(batch)).containsExactly(1, 2);
        assertThat(batch.getLong("ack_timeout_ms")).isEqualTo(30_000);
        JsonObject named = consumer().put("epoch", batch.getString("epoch"));
        assertThat(result(first, "consumer_ack", named.copy().put("offsets", List.of(1, 9))))
                .isEqualTo(new JsonObject().put("acked", 1).put("unknown", new JsonArray().add(9)));
        assertThat(result(first, "consumer_nack", named.copy().put("offsets", List.of(2))))
                .isEqualTo(new JsonObject().put("nacked", 1));
        assertThat(numbers(result(first, "consumer_fetch", consumer()))).containsExactly(3);
        assertThat(result(
                        first,
                        "consumer_extend",
                        named.copy().put("offsets", List.of(3)).put("ms", 60_000)))
                .isEqualTo(new JsonObject().put("extended", 1));

        JsonArray letters = result(first, "consumer_dead_list", consumer()).getJsonArray("letters");
        assertThat(letters).hasSize(1);
        assertThat(letters.getJsonObject(0).getJsonObject("data")).isEqualTo(new JsonObject().put("n", 2));
        assertThat(result(first, "consumer_dead_retry", consumer()).getInteger("retried"))
                .isEqualTo(1);
        assertThat(numbers(result(first, "consumer_fetch", consumer()))).containsExactly(2);
        assertThat(result(first, "consumer_dead_purge", consumer()).getInteger("purged"))
                .isZero();

        assertThat(info())
                .contains(
                        Map.entry("unacked", 2),
                        Map.entry("acks", 1),
                        Map.entry("nacks", 1),
                        Map.entry("dead_total", 1));
        assertThat(result(first, "consumer_list", consumer())
                        .getJsonArray("consumers")
                        .getJsonObject(0)
                        .getString("consumer"))
                .isEqualTo("work");
        assertThat(result(first, "consumer_delete", consumer()).getBoolean("deleted"))
                .isTrue();
        assertThat(ask(first, "consumer_info", consumer())
                        .getJsonObject("error")
                        .getInteger("code"))
                .isEqualTo(102);
    }

    @Test
    void aFetchWaitsUntilSomethingIsPublished() throws Exception {
        result(first, "consumer_create", consumer());
        CompletableFuture<HttpResponse<String>> waiting = HTTP.sendAsync(
                request(
                        first,
                        "consumer_fetch",
                        consumer().put("wait_ms", 20_000).encode()),
                BodyHandlers.ofString());
        publish(second, 1, 1);

        JsonObject batch = new JsonObject(waiting.get(10, TimeUnit.SECONDS).body()).getJsonObject("result");

        assertThat(numbers(batch)).containsExactly(1);
    }

    // ---- by rpc

    private WorkerClient client(HubProcess hub, String user) {
        return new WorkerClient(LineClient.connect(hub.url(), user), consumer());
    }

    @Test
    void workersGetNoMoreThanTheirCredit() {
        result(first, "consumer_create", consumer());
        publish(first, 1, 5);
        try (WorkerClient worker = client(first, "anna")) {
            worker.attach(2);

            JsonObject push = worker.pushed();
            assertThat(push.getString("channel")).isEqualTo(channel);
            assertThat(push.getString("consumer")).isEqualTo("work");
            assertThat(numbers(push)).containsExactly(1, 2);
            assertThat(worker.acknowledge(push, List.of(1)).getInteger("acked")).isEqualTo(1);

            assertThat(numbers(worker.pushed())).containsExactly(3);
            assertThat(info().getInteger("in_flight")).isEqualTo(2);
            assertThat(worker.call("consumer_detach", consumer()).getBoolean("detached"))
                    .isTrue();
            await().untilAsserted(
                            () -> assertThat(info().getInteger("in_flight")).isZero());
        }
    }

    @Test
    void aClientThatIsGoneLeavesItsWorkToOthersAtOnce() {
        result(first, "consumer_create", consumer());
        publish(first, 1, 3);
        try (WorkerClient other = client(second, "berta")) {
            try (WorkerClient killed = client(first, "anna")) {
                killed.attach(10);
                assertThat(numbers(killed.pushed())).containsExactly(1, 2, 3);
                other.attach(10);
            }

            Set<Integer> seen = new TreeSet<>();
            while (seen.size() < 3) {
                JsonObject push = other.pushed();
                assertThat(each(push))
                        .extracting(each -> each.getInteger("attempt"))
                        .containsOnly(2);
                seen.addAll(numbers(push));
                other.acknowledge(push, offsets(push).getList());
            }
        }
        assertThat(info()).contains(Map.entry("redeliveries", 3), Map.entry("unacked", 0), Map.entry("acks", 3));
    }

    @Test
    void anotherHubGoesOnWhenOneIsKilledBeforeTheAcknowledgement() {
        result(first, "consumer_create", consumer().put("ack_timeout_ms", 2_000));
        publish(first, 1, 20);
        try (HubProcess third = hubs.another(engine);
                WorkerClient stranded = client(third, "anna");
                WorkerClient other = client(first, "berta")) {
            stranded.attach(8);
            assertThat(numbers(stranded.pushed())).hasSize(8);
            other.attach(100);

            third.signal("KILL");
            Set<Integer> seen = new TreeSet<>();
            while (seen.size() < 20) {
                JsonObject push = other.pushed();
                seen.addAll(numbers(push));
                other.acknowledge(push, offsets(push).getList());
            }
        }
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(info())
                        .contains(Map.entry("unacked", 0), Map.entry("acks", 20), Map.entry("redeliveries", 8)));
    }

    @Test
    void clientsMayOnlyConsumeWhatTheyMaySubscribeTo() {
        try (WorkerClient client = client(first, "anna")) {
            assertThat(client.refusal("consumer_create", "{\"channel\":\"demo:a\",\"consumer\":\"w\"}"))
                    .as("no history")
                    .isEqualTo(108);
            assertThat(client.refusal("consumer_create", "{\"channel\":\"$jobs:a\",\"consumer\":\"w\"}"))
                    .as("private")
                    .isEqualTo(103);
            assertThat(client.refusal("consumer_create", "{\"channel\":\"nothing:a\",\"consumer\":\"w\"}"))
                    .isEqualTo(102);
            assertThat(client.refusal("consumer_create", "{\"channel\":\"orders:a\",\"consumer\":\"w\"}"))
                    .as("only patterns are open there")
                    .isEqualTo(103);
            JsonObject pattern = new JsonObject().put("channel", "orders:*").put("consumer", "w");
            assertThat(client.call("consumer_create", pattern).getBoolean("created"))
                    .isTrue();
            assertThat(client.refusal("consumer_attach", "{\"channel\":\"jobs:a\",\"consumer\":\"nobody\"}"))
                    .isEqualTo(102);
        }
    }

    @Test
    void hostileInputIsRefused() {
        List<String> bodies = List.of(
                "{\"channel\":\"jobs:a\"}",
                "{\"consumer\":\"w\"}",
                "{\"channel\":\"\",\"consumer\":\"w\"}",
                "{\"channel\":\"jobs:a\",\"consumer\":\"a b\"}",
                "{\"channel\":\"jobs:a\",\"consumer\":\"" + "x".repeat(65) + "\"}",
                "{\"channel\":\"jobs:a\",\"consumer\":7}",
                "{\"channel\":\"jobs:a*\",\"consumer\":\"w\"}",
                "{\"channel\":\"*\",\"consumer\":\"w\"}",
                "{\"channel\":[\"jobs:a\"],\"consumer\":\"w\"}");
        List<String> methods = List.of(
                "consumer_create",
                "consumer_delete",
                "consumer_info",
                "consumer_fetch",
                "consumer_ack",
                "consumer_nack",
                "consumer_extend",
                "consumer_dead_list",
                "consumer_dead_retry",
                "consumer_dead_purge",
                "consumer_attach",
                "consumer_detach");
        try (WorkerClient client = client(first, "anna")) {
            for (String method : methods) {
                for (String body : bodies) {
                    assertThat(client.refusal(method, body))
                            .as(method + " " + body)
                            .isIn(102, 103, 107, 108);
                }
            }
            refusesValues(client);
            assertThat(client.refusal("consumer_fetch", "[1]")).isEqualTo(107);
            assertThat(client.refusal("consumer_fetch", "null")).isEqualTo(107);
        }
    }

    private void refusesValues(WorkerClient client) {
        String head = "{\"channel\":\"jobs:a\",\"consumer\":\"w\",";
        String acked = head + "\"epoch\":\"abcdefgh\",\"offsets\":";
        Map<String, List<String>> wrong = Map.of(
                "consumer_create",
                List.of(
                        head + "\"ack_timeout_ms\":99}",
                        head + "\"max_in_flight\":0}",
                        head + "\"max_in_flight\":100001}",
                        head + "\"max_deliveries\":-1}",
                        head + "\"max_retained\":1000001}",
                        head + "\"start\":\"yesterday\"}",
                        head + "\"start\":-1}",
                        head + "\"start\":99999999999999999}",
                        head + "\"start\":1.5}"),
                "consumer_fetch",
                List.of(head + "\"max\":0}", head + "\"max\":1001}", head + "\"wait_ms\":3001}"),
                "consumer_ack",
                List.of(
                        head + "\"offsets\":[1]}",
                        acked + "[]}",
                        acked + "[0]}",
                        acked + "[\"1\"]}",
                        acked + "[9007199254740992]}",
                        acked + "[1.5]}",
                        acked + "{}}",
                        acked + "[" + "1,".repeat(1_000) + "1]}"),
                "consumer_nack",
                List.of(acked + "[1],\"delay_ms\":-1}", acked + "[1],\"delay_ms\":86400001}"),
                "consumer_extend",
                List.of(acked + "[1],\"ms\":1}"),
                "consumer_dead_list",
                List.of(head + "\"after\":\"+\"}", head + "\"limit\":0}"),
                "consumer_dead_retry",
                List.of(head + "\"ids\":[\"-\"]}", head + "\"ids\":\"1-1\"}"),
                "consumer_attach",
                List.of(head + "\"max_in_flight\":0}", head + "\"max_in_flight\":1001}"));
        wrong.forEach((method, bodies) -> bodies.forEach(body ->
                assertThat(client.refusal(method, body)).as(method + " " + body).isEqualTo(107)));
    }

    @Test
    void theOfficialSdkWorks() {
        result(first, "consumer_create", consumer().put("ack_timeout_ms", 1_000));
        SdkProgram.node(
                "consumer.mjs",
                Map.of(
                        "HUBS",
                        first.url() + "," + second.url(),
                        "TOKENS",
                        TestTokens.of("anna") + "," + TestTokens.of("berta"),
                        "API_KEY",
                        HubProcess.API_KEY,
                        "CHANNEL",
                        channel,
                        "MESSAGES",
                        "60"));
        await().untilAsserted(() -> assertThat(info()).contains(Map.entry("unacked", 0), Map.entry("lag", 0)));
    }
}
