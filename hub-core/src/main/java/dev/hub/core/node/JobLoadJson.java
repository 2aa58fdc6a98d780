package dev.hub.core.node;

import dev.hub.core.job.QueueName;
import dev.hub.core.job.report.JobCounts;
import dev.hub.core.job.report.JobFact;
import dev.hub.core.job.report.JobLoad;
import dev.hub.core.job.report.JobWindow;
import dev.hub.core.job.report.Latencies;
import dev.hub.core.job.report.Latencies.Bucket;
import dev.hub.core.job.report.Occupancy;
import dev.hub.core.job.report.QueueLoad;
import dev.hub.core.job.report.WorkForce;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What instances tell each other of their jobs. Buckets stand in one array: milliseconds and count by turns. */
final class JobLoadJson {
    private JobLoadJson() {}

    static JsonObject encode(JobLoad load) {
        JsonArray queues = new JsonArray();
        load.queues().forEach(queue -> queues.add(encode(queue)));
        return new JsonObject().put("queues", queues).put("left_out", load.leftOut());
    }

    private static JsonObject encode(QueueLoad load) {
        WorkForce force = load.force();
        return new JsonObject()
                .put("queue", load.queue().value())
                .put(
                        "force",
                        new JsonArray()
                                .add(force.instances())
                                .add(force.workers())
                                .add(force.credit())
                                .add(force.held())
                                .add(force.waiting()))
                .put("minute", encode(load.minute()))
                .put("quarter", encode(load.quarter()));
    }

    private static JsonObject encode(JobWindow window) {
        JsonObject counts = new JsonObject();
        window.counts().counts().forEach((fact, count) -> counts.put(fact.word(), count));
        return new JsonObject()
                .put("ms", window.millis())
                .put("counts", counts)
                .put("held", window.occupancy().held())
                .put("credit", window.occupancy().credit())
                .put("wait", encode(window.waits()))
                .put("run", encode(window.runs()));
    }

    private static JsonArray encode(Latencies latencies) {
        JsonArray buckets = new JsonArray();
        latencies.filled().forEach(each -> buckets.add(each.millis()).add(each.count()));
        return buckets;
    }

    static JobLoad decode(JsonObject json) {
        JsonArray queues = json.getJsonArray("queues", new JsonArray());
        List<QueueLoad> all = new ArrayList<>();
        for (int i = 0; i < queues.size(); i++) {
            all.add(queue(queues.getJsonObject(i)));
        }
        return new JobLoad(all, json.getLong("left_out", 0L));
    }

    private static QueueLoad queue(JsonObject json) {
        JsonArray force = json.getJsonArray("force");
        return new QueueLoad(
                new QueueName(json.getString("queue", "")),
                new WorkForce(
                        force.getInteger(0),
                        force.getInteger(1),
                        force.getInteger(2),
                        force.getInteger(3),
                        force.getInteger(4)),
                window(json.getJsonObject("minute")),
                window(json.getJsonObject("quarter")));
    }

    private static JobWindow window(JsonObject json) {
        return new JobWindow(
                json.getLong("ms", 0L),
                counts(json.getJsonObject("counts", new JsonObject())),
                new Occupancy(json.getLong("held", 0L), json.getLong("credit", 0L)),
                latencies(json.getJsonArray("wait", new JsonArray())),
                latencies(json.getJsonArray("run", new JsonArray())));
    }

    private static JobCounts counts(JsonObject json) {
        Map<JobFact, Long> counts = new EnumMap<>(JobFact.class);
        json.fieldNames().forEach(word -> JobFact.of(word).ifPresent(fact -> counts.put(fact, json.getLong(word))));
        return new JobCounts(counts);
    }

    private static Latencies latencies(JsonArray numbers) {
        List<Bucket> buckets = new ArrayList<>();
        for (int i = 0; i < numbers.size(); i += 2) {
            buckets.add(new Bucket(numbers.getLong(i), numbers.getLong(i + 1)));
        }
        return Latencies.of(buckets);
    }
}
