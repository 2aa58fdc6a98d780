package dev.hub.verticles.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.SharedServers;
import dev.hub.verticles.webhook.Hook;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The hub that posts events is killed with signal 9: another one goes on, and nothing is missing or out of order. */
@ExtendWith(SharedServers.Provider.class)
class WebhookKillIT {
    private final SharedServers servers;

    WebhookKillIT(SharedServers servers) {
        this.servers = servers;
    }

    private static String configuration(Hook hook) {
        return """
            events:
              webhooks:
                - {name: app, url: "%s", timeout: 1s, retry-delay: 50ms}
            verticles: [dev.hub.verticles.launch.TellerVerticle]
            """.formatted(hook.url());
    }

    /** {@code <id> <channel>} of each event, in the order of the stream. */
    private static List<String> history(HubProcess hub) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(hub.url() + "/api/history"))
                .header("X-API-Key", HubProcess.API_KEY)
                .POST(HttpRequest.BodyPublishers.ofString("{\"channel\":\"events:0\",\"limit\":-1}"))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            String body =
                    client.send(request, HttpResponse.BodyHandlers.ofString()).body();
            return new JsonObject(body)
                    .getJsonObject("result").getJsonArray("publications").stream()
                            .map(each -> line(((JsonObject) each).getJsonObject("data")))
                            .filter(WebhookKillIT::isPromised)
                            .toList();
        }
    }

    private static String line(JsonObject event) {
        return event.getString("id") + " " + event.getString("channel", "");
    }

    /** The first instance with a webhook may tell of its own start before the webhook's consumer is there. */
    private static boolean isPromised(String line) {
        return !line.substring(0, line.indexOf(' ')).endsWith("node_joined");
    }

    private static String channel(String line) {
        return line.substring(line.indexOf(' ') + 1);
    }

    private static List<String> firsts(Hook hook) {
        return List.copyOf(new LinkedHashSet<>(hook.requests().stream()
                .flatMap(request -> request.events().stream())
                .map(WebhookKillIT::line)
                .filter(WebhookKillIT::isPromised)
                .toList()));
    }

    @Test
    void anotherGoesOnWhereTheKilledOneWas() throws Exception {
        Vertx vertx = Vertx.vertx();
        String[] settings = {"valkey.url=" + servers.on(Engine.REDIS62).url(), "valkey.prefix=" + servers.prefix()};
        try (Hook hook = new Hook(vertx);
                HubProcess first = HubProcess.startConfigured(configuration(hook), List.of(settings))) {
            await().until(() -> !hook.requests().isEmpty());
            try (HubProcess second = HubProcess.startConfigured(configuration(hook), List.of(settings))) {
                int before = hook.requests().size();
                await().until(() -> hook.requests().size() > before + 20);

                first.signal("KILL");
                first.awaitEnd();

                await().atMost(Duration.ofSeconds(30))
                        .until(() -> firsts(hook).size() >= 400
                                && firsts(hook).size() == history(second).size());
                List<String> stream = history(second);
                assertThat(firsts(hook)).containsExactlyInAnyOrderElementsOf(stream);
                assertThat(firsts(hook).stream().collect(Collectors.groupingBy(WebhookKillIT::channel)))
                        .isEqualTo(stream.stream().collect(Collectors.groupingBy(WebhookKillIT::channel)));
            }
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }
}
