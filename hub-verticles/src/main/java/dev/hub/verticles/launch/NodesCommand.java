package dev.hub.verticles.launch;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import picocli.CommandLine.Command;

/** Lists the instances by the HTTP API. */
@Command(
        name = "nodes",
        description = "List the living instances of a running hub and what they carry.",
        footer = {"", "Examples:", "  hub nodes", "  hub nodes --json"})
final class NodesCommand extends RemoteCall {
    NodesCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        JsonObject result = ask("info", new JsonObject());
        TextTable table = new TextTable("NAME", "UID", "VERSION", "CLIENTS", "CHANNELS", "UP", "LEADS");
        JsonArray nodes = result.getJsonArray("nodes", new JsonArray());
        for (int i = 0; i < nodes.size(); i++) {
            JsonObject node = nodes.getJsonObject(i);
            table.add(
                    node.getString("name", ""),
                    node.getString("uid", ""),
                    node.getString("version", ""),
                    node.getInteger("num_clients", 0),
                    node.getInteger("num_channels", 0),
                    uptime(node.getLong("uptime", 0L)),
                    node.getString("uid", "").equals(result.getString("leader")) ? "yes" : "");
        }
        return finish(result, table);
    }

    /** Such as {@code 3d4h} or {@code 2m5s}. */
    static String uptime(long seconds) {
        Duration uptime = Duration.ofSeconds(seconds);
        if (uptime.toDays() > 0) {
            return uptime.toDays() + "d" + uptime.toHoursPart() + "h";
        }
        return uptime.toHours() > 0
                ? uptime.toHours() + "h" + uptime.toMinutesPart() + "m"
                : uptime.toMinutes() + "m" + uptime.toSecondsPart() + "s";
    }
}
