package dev.hub.verticles.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.Standalone;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a back end can ask of two hubs. */
class ApiIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static Standalone valkey;
    private static HubProcess first;
    private static HubProcess second;

    @BeforeAll
    static void start() {
        valkey = Standalone.start(Engine.REDIS62);
        first = HubProcess.start("valkey.url=" + valkey.url(), "server.name=first");
        second = HubProcess.start("valkey.url=" + valkey.url(), "server.name=second", "metrics.enabled=false");
    }

    @AfterAll
    static void stop() {
        first.close();
        second.close();
        valkey.close();
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try {
            return HTTP.send(request, BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new AssertionError(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    private static HttpRequest.Builder request(HubProcess hub, String path) {
        return HttpRequest.newBuilder(URI.create(hub.url() + path));
    }

    private static HttpResponse<String> call(HubProcess hub, String method, String body) {
        return send(request(hub, "/api/" + method)
                .header("X-API-Key", HubProcess.API_KEY)
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    private static JsonObject ask(HubProcess hub, String method, String body) {
        HttpResponse<String> response = call(hub, method, body);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
        return new JsonObject(response.body());
    }

    @Test
    void publishesToSubscribersOfTheOtherHub() {
        try (LineClient client = LineClient.connect(second.url(), "anna")) {
            client.ask("{\"id\":2,\"subscribe\":{\"channel\":\"demo:api\"}}");

            JsonObject answer =
                    ask(first, "publish", "{\"channel\":\"demo:api\",\"data\":{\"n\": 1.0}, \"tags\":{\"a\":\"b\"}}");

            assertThat(answer.encode()).isEqualTo("{\"result\":{}}");
            assertThat(client.next())
                    .matches("\\Q{\"push\":{\"channel\":\"demo:api\",\"pub\":{\"data\":{\"n\":"
                            + " 1.0},\"tags\":{\"a\":\"b\"},\"time\":\\E\\d{13}}}}");
        }
    }

    @Test
    void aBroadcastAnswersForEachChannel() {
        JsonObject answer =
                ask(first, "broadcast", "{\"channels\":[\"demo:a\",\"nobody:knows\",\"\",\"demo:b\"],\"data\":1}");

        JsonArray responses = answer.getJsonObject("result").getJsonArray("responses");
        assertThat(responses.stream()
                        .map(JsonObject.class::cast)
                        .map(each ->
                                each.getJsonObject("error", new JsonObject()).getInteger("code", 0)))
                .containsExactly(0, 102, 107, 0);
    }

    /** Curl and Python call a body a form unless they are told otherwise; of a form 8 KiB were taken. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "text/plain",
                "application/json"
            })
    void takesABodyOfAnySizeWhateverItIsCalled(String type) {
        String data = "\"a=b&c%20d+" + "x".repeat(100_000) + "\"";

        HttpResponse<String> taken = send(request(first, "/api/job_submit")
                .header("X-API-Key", HubProcess.API_KEY)
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString("{\"queue\":\"forms\",\"data\":" + data + "}"))
                .build());

        assertThat(taken.statusCode()).as(taken.body()).isEqualTo(200);
        String id = new JsonObject(taken.body()).getJsonObject("result").getString("id");
        assertThat(call(second, "job_get", "{\"queue\":\"forms\",\"id\":\"" + id + "\"}")
                        .body())
                .contains("\"data\":" + data);
    }

    @ParameterizedTest
    @ValueSource(strings = {"events", "hub", "job"})
    void leavesTheHubsOwnNamespacesToIt(String name) {
        String refusal =
                "{\"error\":{\"code\":103,\"message\":\"permission denied: only the hub itself publishes to the"
                        + " channels of namespace " + name + "\"}}";

        assertThat(ask(first, "publish", "{\"channel\":\"" + name + ":0\",\"data\":1}")
                        .encode())
                .isEqualTo(refusal);
        JsonArray responses = ask(first, "broadcast", "{\"channels\":[\"demo:a\",\"" + name + ":0\"],\"data\":1}")
                .getJsonObject("result")
                .getJsonArray("responses");
        assertThat(responses.getJsonObject(0).containsKey("result")).isTrue();
        assertThat(responses.getJsonObject(1).encode()).isEqualTo(refusal);
        assertThat(ask(first, "namespace_set", "{\"name\":\"" + name + "\",\"allow_publish_for_client\":true}")
                        .getJsonObject("error")
                        .getString("message"))
                .isEqualTo("bad request: name must not be events, hub or job, which are the hub's own, got " + name);
        assertThat(ask(first, "namespace_list", "{}").encode()).doesNotContain("\"name\":\"" + name + "\"");
    }

    @Test
    void disconnectsAUserWhereverHeIsConnected() {
        try (LineClient here = LineClient.connect(first.url(), "bert");
                LineClient there = LineClient.connect(second.url(), "bert");
                LineClient other = LineClient.connect(second.url(), "carl")) {
            ask(first, "disconnect", "{\"user\":\"bert\",\"disconnect\":{\"code\":4123,\"reason\":\"bye\"}}");

            assertThat(here.closeCode()).isEqualTo(4123);
            assertThat(there.closeCode()).isEqualTo(4123);
            assertThat(other.ask("{\"id\":2,\"rpc\":{\"method\":\"whoami\"}}")).contains("carl");
        }
    }

    @Test
    void listsTheInstancesWithTheirClientsAndChannels() {
        try (LineClient client = LineClient.connect(second.url(), "dora")) {
            client.ask("{\"id\":2,\"subscribe\":{\"channel\":\"demo:info\"}}");

            await().untilAsserted(() -> {
                JsonArray nodes =
                        ask(first, "info", "{}").getJsonObject("result").getJsonArray("nodes");
                assertThat(names(nodes)).containsExactlyInAnyOrder("first", "second");
                JsonObject there = nodes.stream()
                        .map(JsonObject.class::cast)
                        .filter(node -> node.getString("name").equals("second"))
                        .findFirst()
                        .orElseThrow();
                assertThat(there.getInteger("num_clients")).isPositive();
                assertThat(there.getInteger("num_channels")).isPositive();
                assertThat(there.getString("version")).isNotBlank();
            });
        }
    }

    private static Set<String> names(JsonArray nodes) {
        return nodes.stream()
                .map(JsonObject.class::cast)
                .map(node -> node.getString("name"))
                .collect(Collectors.toSet());
    }

    @Test
    void admitsOnlyWithTheKey() {
        HttpRequest.Builder publish =
                request(first, "/api/publish").POST(BodyPublishers.ofString("{\"channel\":\"demo:x\",\"data\":1}"));

        assertThat(send(publish.copy().build()).statusCode()).isEqualTo(401);
        assertThat(send(publish.copy().header("X-API-Key", "wrong").build()).statusCode())
                .isEqualTo(401);
        assertThat(send(publish.copy().header("X-API-Key", "").build()).statusCode())
                .isEqualTo(401);
        assertThat(send(publish.copy()
                                .header("Authorization", "Bearer " + HubProcess.API_KEY)
                                .build())
                        .statusCode())
                .isEqualTo(401);
        assertThat(send(publish.copy()
                                .header("Authorization", "apikey " + HubProcess.API_KEY)
                                .build())
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{\"channel\":1}", "\u0000"})
    void refusesABodyThatIsNoRequest(String body) {
        HttpResponse<String> response = call(first, "publish", body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(new JsonObject(response.body()).getJsonObject("error").getString("message"))
                .isNotBlank();
    }

    @Test
    void refusesABodyThatIsTooLarge() {
        String body = "{\"channel\":\"demo:x\",\"data\":\"" + "x".repeat(5 * 1024 * 1024) + "\"}";

        assertThat(call(first, "publish", body).statusCode()).isEqualTo(413);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/dance,POST,404",
        "/api/publish,GET,405",
        "/api/,POST,404",
        "/nothing,GET,404",
        "/../../etc/passwd,GET,404"
    })
    void answersWithTheCustomaryStatus(String path, String method, int status) {
        HttpRequest request = request(first, path)
                .header("X-API-Key", HubProcess.API_KEY)
                .method(method, method.equals("POST") ? BodyPublishers.ofString("{}") : BodyPublishers.noBody())
                .build();

        assertThat(send(request).statusCode()).isEqualTo(status);
    }

    @Test
    void tellsItsHealthAndItsMetrics() {
        assertThat(send(request(first, "/health/live").build()).statusCode()).isEqualTo(200);
        HttpResponse<String> ready = send(request(first, "/health/ready").build());
        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(ready.body()).contains("\"status\":\"up\"").contains("shard-0");
        assertThat(send(request(first, "/metrics").build()).body())
                .contains("hub_connections")
                .contains("jvm_memory");
    }

    @Test
    void keepsItsMetricsToItselfWhereTheyAreOff() {
        assertThat(send(request(second, "/metrics").build()).statusCode()).isEqualTo(404);
    }

    @Test
    void servesThePageToTryItWith() {
        HttpResponse<String> page = send(request(first, "/").build());

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("<title>Hub");
        assertThat(page.headers().firstValue("content-security-policy")).isPresent();
        assertThat(send(request(first, "/try-it.js").build()).statusCode()).isEqualTo(200);
    }
}
