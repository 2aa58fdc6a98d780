package dev.hub.core.node;

import dev.hub.core.bus.ConnectionControl;
import dev.hub.core.bus.InstanceControl;
import dev.hub.core.bus.LeaderControl;
import dev.hub.core.bus.LimitControl;
import dev.hub.core.bus.NamespaceControl;
import dev.hub.core.bus.NodeCommand.NodeInfo;
import dev.hub.core.bus.NodeCommand.NodeLoad;
import dev.hub.core.bus.RevocationControl;
import io.vertx.core.json.JsonObject;

/** What instances write for each other to read, as JSON. Fields that are not known are ignored. */
final class NodeJson {
    private static final String LIMITS = "limits";
    private static final String VACANT = "lead";

    private NodeJson() {}

    static String encode(NodeInfo node) {
        return new JsonObject()
                .put("uid", node.uid())
                .put("name", node.name())
                .put("version", node.version())
                .put("clients", node.load().clients())
                .put("users", node.load().users())
                .put("channels", node.load().channels())
                .put("subscriptions", node.load().subscriptions())
                .put("received", node.load().received())
                .put("sent", node.load().sent())
                .put("cpu", node.load().cpu())
                .put("heap", node.load().heapBytes())
                .put("uptime", node.uptimeSeconds())
                .encode();
    }

    static NodeInfo decodeNode(String json, long incarnation) {
        JsonObject node = new JsonObject(json);
        return new NodeInfo(
                node.getString("uid", ""),
                node.getString("name", ""),
                node.getString("version", ""),
                incarnation,
                load(node),
                node.getLong("uptime", 0L));
    }

    private static NodeLoad load(JsonObject node) {
        return new NodeLoad(
                node.getInteger("clients", 0),
                node.getInteger("users", 0),
                node.getInteger("channels", 0),
                node.getInteger("subscriptions", 0),
                node.getLong("received", 0L),
                node.getLong("sent", 0L),
                node.getInteger("cpu", 0),
                node.getLong("heap", 0L));
    }

    static JsonObject encode(InstanceControl control) {
        return switch (control) {
            case ConnectionControl connections -> ControlJson.encode(connections);
            case RevocationControl revocations -> RevocationJson.encode(revocations);
            case LimitControl.RulesChanged changed ->
                new JsonObject().put("do", LIMITS).put("version", changed.version());
            case NamespaceControl.Reread reread ->
                new JsonObject().put("do", "reread_namespaces").put("version", reread.version());
            case LeaderControl.Vacant vacant -> new JsonObject().put("do", VACANT);
            case NamespaceControl.ReloadFile reload -> new JsonObject().put("do", "reload_file");
        };
    }

    /**
     * What another instance asks for.
     *
     * @throws IllegalArgumentException when this version does not know it
     */
    static InstanceControl decodeControl(JsonObject control) {
        String what = control.getString("do", "");
        return switch (what) {
            case "reread_namespaces" -> new NamespaceControl.Reread(control.getString("version", ""));
            case VACANT -> new LeaderControl.Vacant();
            case LIMITS -> new LimitControl.RulesChanged(control.getString("version", ""));
            case "reload_file" -> new NamespaceControl.ReloadFile();
            case RevocationJson.CHANGED -> RevocationJson.decode(control);
            default ->
                ControlJson.decode(what, control)
                        .orElseThrow(() -> new IllegalArgumentException("unknown control message \"" + what + "\""));
        };
    }
}
