package dev.hub.core.node;

import dev.hub.core.bus.ConnectionControl;
import dev.hub.core.bus.NodeCommand.NodeInfo;
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

    static JsonObject encode(ConnectionControl control) {
        return switch (control) {
            case ConnectionControl.Disconnect disconnect ->
                new JsonObject()
                        .put("do", "disconnect")
                        .put("user", disconnect.user())
                        .put("client", disconnect.client())
                        .put("code", disconnect.code())
                        .put("reason", disconnect.reason());
        };
    }

    /**
     * What another instance asks for.
     *
     * @throws IllegalArgumentException when this version does not know it
     */
    static ConnectionControl decodeControl(JsonObject control) {
        String what = control.getString("do", "");
        if (!what.equals("disconnect")) {
            throw new IllegalArgumentException("unknown control message \"" + what + "\"");
        }
        return new ConnectionControl.Disconnect(
                control.getString("user", ""),
                control.getString("client", ""),
                control.getInteger("code", 0),
                control.getString("reason", ""));
    }
}
