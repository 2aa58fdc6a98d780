package dev.hub.verticles.api;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.LeaderCommand;
import dev.hub.core.bus.NodeCommand;
import dev.hub.core.bus.NodeCommand.NodeInfo;
import dev.hub.core.leader.Leader;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** What the instances tell of themselves. */
final class NodeMethods {
    private final HubBus bus;

    NodeMethods(HubBus bus) {
        this.bus = bus;
    }

    List<ApiMethod> methods() {
        return List.of(ApiMethod.of("info", fields -> new NodeCommand.ListNodes(), this::info));
    }

    private Future<JsonObject> info(NodeCommand.ListNodes request) {
        Future<Leader> leader = bus.request(Addresses.LEADER, new LeaderCommand.WhoLeads(), Leader.class)
                .otherwise(Leader.NONE);
        return bus.request(Addresses.NODE, request, NodeCommand.Nodes.class)
                .compose(living -> leader.map(known -> encode(living.nodes(), known)));
    }

    private static JsonObject encode(List<NodeInfo> living, Leader leader) {
        JsonArray nodes = new JsonArray();
        living.forEach(node -> nodes.add(encode(node)));
        return new JsonObject().put("nodes", nodes).put("leader", leader.uid()).put("term", leader.term());
    }

    private static JsonObject encode(NodeInfo node) {
        return new JsonObject()
                .put("uid", node.uid())
                .put("name", node.name())
                .put("version", node.version())
                .put("incarnation", node.incarnation())
                .put("num_clients", node.load().clients())
                .put("num_users", node.load().users())
                .put("num_subs", node.load().subscriptions())
                .put("num_channels", node.load().channels())
                .put("messages_in", node.load().received())
                .put("messages_out", node.load().sent())
                .put("cpu", node.load().cpu())
                .put("heap", node.load().heapBytes())
                .put("uptime", node.uptimeSeconds());
    }
}
