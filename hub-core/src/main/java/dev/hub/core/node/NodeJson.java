package dev.hub.core.node;

import dev.hub.core.bus.ConnectionControl;
import dev.hub.core.bus.InstanceControl;
import dev.hub.core.bus.NamespaceControl;
import dev.hub.core.bus.NodeCommand.NodeInfo;
import dev.hub.core.bus.RevocationControl;
import io.vertx.core.json.JsonObject;

/** What instances write for each other to read, as JSON. Fields that are not known are ignored. */
final class NodeJson {
    private NodeJson() {}

    static String encode(NodeInfo node) {
        return new JsonObject()
                .put("uid", node.uid())
                .put("name", node.name())
                .put("version", node.version())
                .put("clients", node.clients())
                .put("channels", node.channels())
                .put("uptime", node.uptimeSeconds())
                .encode();
    }

    static NodeInfo decodeNode(String json) {
        JsonObject node = new JsonObject(json);
        return new NodeInfo(
                node.getString("uid", ""),
                node.getString("name", ""),
                node.getString("version", ""),
                node.getInteger("clients", 0),
                node.getInteger("channels", 0),
                node.getLong("uptime", 0L));
    }

    static JsonObject encode(InstanceControl control) {
        return switch (control) {
            case ConnectionControl connections -> ControlJson.encode(connections);
            case RevocationControl revocations -> RevocationJson.encode(revocations);
            case NamespaceControl.Reread reread ->
                new JsonObject().put("do", "reread_namespaces").put("version", reread.version());
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
            case "reload_file" -> new NamespaceControl.ReloadFile();
            case RevocationJson.CHANGED -> RevocationJson.decode(control);
            default ->
                ControlJson.decode(what, control)
                        .orElseThrow(() -> new IllegalArgumentException("unknown control message \"" + what + "\""));
        };
    }
}
