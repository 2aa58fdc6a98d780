package dev.hub.verticles.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StatusJsonTest {
    private static JsonObject queue(String name, int ready) {
        return new JsonObject("""
            {"paused": false, "draining": false, "oldest_ready_ms": 5, "workers": 2, "waiting_claims": 1, "advice": [],
             "last_minute": {"arrivals_per_second": 1.5, "throughput_per_second": 0.5, "wait_ms": {"p99": 7}, "run_ms": {"p99": 8}}}
            """)
                .put("queue", name)
                .put("depth", new JsonObject().put("ready", ready).put("done", 1_000_000));
    }

    private static JsonObject report(int queues) {
        JsonArray all = new JsonArray();
        IntStream.range(0, queues).forEach(i -> all.add(queue("q" + i, i)));
        return new JsonObject().put("queues", all);
    }

    @Test
    void tellsOfTheQueuesWithTheMostToDo() {
        JsonObject status = StatusJson.queues(report(60), 9);

        assertThat(status.getJsonArray("queues")).hasSize(50);
        assertThat(status.getJsonArray("queues").getJsonObject(0).getString("queue"))
                .isEqualTo("q59");
        assertThat(status.getJsonArray("queues").getJsonObject(49).getString("queue"))
                .isEqualTo("q10");
        assertThat(status.getBoolean("complete")).isFalse();
        assertThat(StatusJson.queues(report(50), 9).getBoolean("complete")).isTrue();
    }

    @Test
    void tellsWhatShowsHowAQueueIsDoing() {
        assertThat(StatusJson.queues(report(1), 9)).isEqualTo(new JsonObject("""
            {"time": 9, "complete": true, "queues": [{"queue": "q0", "paused": false, "draining": false,
             "depth": {"ready": 0, "done": 1000000}, "oldest_ready_ms": 5, "workers": 3, "arrivals_per_second": 1.5,
             "throughput_per_second": 0.5, "wait_p99_ms": 7, "run_p99_ms": 8, "advice": []}]}
            """));
    }
}
