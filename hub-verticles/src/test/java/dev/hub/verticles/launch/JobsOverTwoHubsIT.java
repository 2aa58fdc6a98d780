package dev.hub.verticles.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hub.core.job.JobReads;
import dev.hub.core.job.JobView;
import dev.hub.core.job.QueueName;
import dev.hub.core.job.Queues;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.SharedServers;
import dev.hub.core.valkey.Keyspace;
import dev.hub.core.valkey.LinkSettings;
import dev.hub.core.valkey.Valkey;
import dev.hub.core.valkey.ValkeyUrl;
import dev.hub.verticles.Instance;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Jobs that verticles of two hubs do, of which one is stopped and one is killed meanwhile. */
@ExtendWith(SharedServers.Provider.class)
class JobsOverTwoHubsIT {
    private static final String CONFIGURATION = """
        verticles: [dev.hub.verticles.launch.HoldingVerticle]
        """;

    private final SharedServers servers;

    JobsOverTwoHubsIT(SharedServers servers) {
        this.servers = servers;
    }

    private static JsonObject call(HubProcess hub, String method, JsonObject body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(hub.url() + "/api/" + method))
                .header("X-API-Key", HubProcess.API_KEY)
                .POST(HttpRequest.BodyPublishers.ofString(
                        body.put("queue", "held").encode()))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            String answer =
                    client.send(request, HttpResponse.BodyHandlers.ofString()).body();
            return new JsonObject(answer).getJsonObject("result");
        }
    }

    private static String submit(HubProcess hub, int holdMillis) throws Exception {
        JsonObject data = new JsonObject().put("hold", holdMillis);
        return call(hub, "job_submit", new JsonObject().put("data", data)).getString("id");
    }

    private static JsonObject job(HubProcess hub, String id) throws Exception {
        return call(hub, "job_get", new JsonObject().put("id", id));
    }

    private static long worker(HubProcess hub, String id) {
        await().until(() -> job(hub, id).containsKey("progress"));
        try {
            return job(hub, id).getLong("progress");
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }

    private static JsonObject result(HubProcess hub, String id) throws Exception {
        return call(hub, "job_result", new JsonObject().put("id", id).put("wait_ms", 20_000));
    }

    @Test
    void areDoneByTheOtherWhenOneIsKilledAndFinishedByOneThatStops() throws Exception {
        String prefix = servers.prefix();
        String url = servers.on(Engine.VALKEY).url();
        try (TwoHubs hubs =
                TwoHubs.configured(CONFIGURATION, List.of("valkey.url=" + url, "valkey.prefix=" + prefix))) {
            call(hubs.first(), "queue_config", new JsonObject().put("lease_ms", 1_000));
            String lost = submit(hubs.first(), 60_000);
            boolean isFirst = hubs.first().pid() == worker(hubs.first(), lost);
            HubProcess killed = isFirst ? hubs.first() : hubs.second();
            HubProcess other = isFirst ? hubs.second() : hubs.first();

            killed.signal("KILL");
            JsonObject result = result(other, lost);
            String last = submit(other, 1_000);
            worker(other, last);
            other.signal("TERM");
            other.awaitEnd();

            assertThat(result.getLong("result")).isEqualTo(other.pid());
            assertThat(state(url, prefix, last)).isEqualTo("done 1");
        }
    }

    /** And epoch, when no hub is left to ask. */
    private static String state(String url, String prefix, String id) {
        Vertx vertx = Vertx.vertx();
        try {
            Valkey valkey = Valkey.connect(vertx, ValkeyUrl.parse(url), LinkSettings.forTests());
            JobReads reads = new JobReads(new Queues(valkey, new Keyspace(prefix)));
            JobView job = Instance.get(valkey.whenReady().compose(ready -> reads.get(new QueueName("held"), id)));
            return job.state().word() + " " + job.counts().epoch();
        } finally {
            Instance.get(vertx.close());
        }
    }
}
