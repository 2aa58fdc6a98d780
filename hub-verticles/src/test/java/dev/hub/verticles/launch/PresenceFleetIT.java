package dev.hub.verticles.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.Standalone;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Three hubs in processes of their own: one is killed, one paused, one stopped; what they hold comes and goes. */
class PresenceFleetIT {
    private static final String CONFIGURATION = """
        channels:
          namespaces:
            - name: pr
              allow-subscribe-for-client: true
              presence: true
              join-leave: true
              force-push-join-leave: true
              allow-presence-for-subscriber: true
        """;
    private static final Duration BOUND = Duration.ofSeconds(10);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static Set<String> present(HubProcess hub) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(hub.url() + "/api/presence"))
                .header("X-API-Key", HubProcess.API_KEY)
                .POST(HttpRequest.BodyPublishers.ofString("{\"channel\":\"pr:room\"}"))
                .build();
        try {
            String answer =
                    HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
            JsonObject members = new JsonObject(answer).getJsonObject("result").getJsonObject("presence");
            Set<String> users = new TreeSet<>();
            members.forEach(entry -> assertThat(users.add(((JsonObject) entry.getValue()).getString("user")))
                    .isTrue());
            return users;
        } catch (java.io.IOException | InterruptedException failed) {
            throw new AssertionError(failed);
        }
    }

    private static LineClient join(HubProcess hub, String user) {
        LineClient client = LineClient.connect(hub.url(), user);
        client.send("{\"id\":2,\"subscribe\":{\"channel\":\"pr:room\"}}");
        return client;
    }

    private static List<LineClient> crowd(HubProcess hub, String name, int size) {
        List<LineClient> clients = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            clients.add(join(hub, name + i));
        }
        return clients;
    }

    private static Set<String> users(int size, String... names) {
        Set<String> users = new TreeSet<>();
        for (String name : names) {
            for (int i = 0; i < size; i++) {
                users.add(name + i);
            }
        }
        return users;
    }

    private static void churn(HubProcess hub, int round) {
        for (LineClient client : crowd(hub, "churn" + round + "-", 5)) {
            client.close();
        }
    }

    @Test
    void atTheEndPresenceIsWhoIsConnected() {
        try (Standalone valkey = Standalone.start(Engine.VALKEY)) {
            List<String> settings = List.of("valkey.url=" + valkey.url());
            HubProcess watched = HubProcess.startConfigured(CONFIGURATION, settings);
            HubProcess killed = HubProcess.startConfigured(CONFIGURATION, settings);
            HubProcess paused = HubProcess.startConfigured(CONFIGURATION, settings);
            try (watched;
                    killed;
                    paused) {
                crowd(watched, "a", 10);
                crowd(killed, "b", 10);
                crowd(paused, "c", 10);
                await().until(() -> present(watched).equals(users(10, "a", "b", "c")));

                killed.signal("KILL");
                churn(watched, 1);
                await().atMost(BOUND).until(() -> present(watched).equals(users(10, "a", "c")));

                paused.signal("STOP");
                churn(watched, 2);
                await().atMost(BOUND).until(() -> present(watched).equals(users(10, "a")));
                paused.signal("CONT");
                await().atMost(BOUND).until(() -> present(watched).equals(users(10, "a", "c")));
                churn(paused, 3);
                await().atMost(BOUND).until(() -> present(paused).equals(users(10, "a", "c")));

                paused.signal("TERM");
                await().atMost(BOUND).until(() -> present(watched).equals(users(10, "a")));
            }
        }
    }
}
