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
