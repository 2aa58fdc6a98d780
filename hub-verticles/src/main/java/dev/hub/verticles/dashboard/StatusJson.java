package dev.hub.verticles.dashboard;

import dev.hub.core.bus.ChannelPage;
import dev.hub.core.bus.InstanceQuestion.ChannelLoad;
import dev.hub.core.bus.NodeCommand.NodeInfo;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Comparator;
import java.util.List;

/** What the status channels say. Tabled in docs/events.md. */
final class StatusJson {
    private static final int QUEUES = 50;
    private static final int CHANNELS = 20;

    private StatusJson() {}

    /** All instances together. */
    static JsonObject status(List<NodeInfo> nodes, long now) {
        return new JsonObject()
                .put("time", now)
                .put("nodes", nodes.size())
                .put("clients", nodes.stream().mapToLong(NodeInfo::clients).sum())
                .put(
                        "subscriptions",
                        nodes.stream()
                                .mapToLong(node -> node.load().subscriptions())
                                .sum())
                .put(
                        "received_per_s",
                        nodes.stream().mapToLong(node -> node.load().received()).sum())
                .put(
                        "sent_per_s",
                        nodes.stream().mapToLong(node -> node.load().sent()).sum());
    }

    /** Each instance, by name and uid. */
    static JsonObject nodes(List<NodeInfo> nodes, long now) {
        JsonArray all = new JsonArray();
        nodes.stream()
                .sorted(Comparator.comparing(NodeInfo::name).thenComparing(NodeInfo::uid))
                .forEach(node -> all.add(node(node)));
        return new JsonObject().put("time", now).put("nodes", all);
    }

    /** Those with the most subscribers among the first of all; {@code complete} says whether there were no others. */
    static JsonObject channels(ChannelPage page, long now) {
        JsonArray most = new JsonArray();
        page.channels().stream()
                .sorted(Comparator.comparingInt(ChannelLoad::clients).reversed().thenComparing(ChannelLoad::channel))
                .limit(CHANNELS)
                .forEach(channel -> most.add(
                        new JsonObject().put("channel", channel.channel()).put("clients", channel.clients())));
        return new JsonObject()
                .put("time", now)
                .put("channels", most)
                .put("complete", page.next().isEmpty());
    }

    /** Those with the most jobs that wait or run, out of a {@code report} on all; {@code complete} says whether there are no others. */
    static JsonObject queues(JsonObject report, long now) {
        List<JsonObject> all = report.getJsonArray("queues", new JsonArray()).stream()
                .map(JsonObject.class::cast)
                .sorted(Comparator.comparingLong(StatusJson::load)
                        .reversed()
                        .thenComparing(queue -> queue.getString("queue")))
                .toList();
        JsonArray most = new JsonArray();
        all.stream().limit(QUEUES).forEach(queue -> most.add(queue(queue)));
        return new JsonObject().put("time", now).put("queues", most).put("complete", all.size() <= QUEUES);
    }

    private static long load(JsonObject queue) {
        JsonObject depth = queue.getJsonObject("depth");
        return depth.getLong("ready", 0L)
                + depth.getLong("delayed", 0L)
                + depth.getLong("blocked", 0L)
                + depth.getLong("active", 0L);
    }

    private static JsonObject queue(JsonObject report) {
        JsonObject minute = report.getJsonObject("last_minute");
        return new JsonObject()
                .put("queue", report.getString("queue"))
                .put("paused", report.getBoolean("paused"))
                .put("draining", report.getBoolean("draining"))
                .put("depth", report.getJsonObject("depth"))
                .put("oldest_ready_ms", report.getLong("oldest_ready_ms"))
                .put("workers", report.getLong("workers", 0L) + report.getLong("waiting_claims", 0L))
                .put("arrivals_per_second", minute.getValue("arrivals_per_second"))
                .put("throughput_per_second", minute.getValue("throughput_per_second"))
                .put("wait_p99_ms", minute.getJsonObject("wait_ms").getLong("p99"))
                .put("run_p99_ms", minute.getJsonObject("run_ms").getLong("p99"))
                .put("advice", report.getJsonArray("advice", new JsonArray()));
    }

    private static JsonObject node(NodeInfo node) {
        return new JsonObject()
                .put("uid", node.uid())
                .put("name", node.name())
                .put("version", node.version())
                .put("incarnation", node.incarnation())
                .put("uptime_s", node.uptimeSeconds())
                .put("clients", node.clients())
                .put("users", node.load().users())
                .put("channels", node.channels())
                .put("subscriptions", node.load().subscriptions())
                .put("received_per_s", node.load().received())
                .put("sent_per_s", node.load().sent())
                .put("cpu_percent", node.load().cpu())
                .put("heap_bytes", node.load().heapBytes());
    }
}
