package dev.hub.verticles.launch;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists connections by the HTTP API. */
@Command(
        name = "connections",
        description = "List the connections of all instances of a running hub. Those that all given options fit.",
        footer = {
            "",
            "Examples:",
            "  hub connections",
            "  hub connections --user 42 --json",
            "  hub connections --channel chat:1 --node hub-2:8000 --limit 0"
        })
final class ConnectionsCommand extends PagedCall {
    @Option(names = "--user", paramLabel = "ID", description = "Whose connections.")
    private String user = "";

    @Option(names = "--client", paramLabel = "ID", description = "The connection with this id.")
    private String client = "";

    @Option(names = "--channel", paramLabel = "CHANNEL", description = "Those subscribed to this channel.")
    private String channel = "";

    @Option(names = "--node", paramLabel = "NAME", description = "Those of the instance with this name or uid.")
    private String node = "";

    @Option(names = "--ip", paramLabel = "ADDRESS", description = "Those that come from this address.")
    private String ip = "";

    @Option(names = "--app", paramLabel = "NAME", description = "Those of applications that call themselves so.")
    private String app = "";

    ConnectionsCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        JsonObject body = new JsonObject()
                .put("user", user)
                .put("client", client)
                .put("channel", channel)
                .put("node", node)
                .put("ip", ip)
                .put("name", app);
        JsonObject result = all("connections", body, "connections");
        TextTable table = new TextTable("CLIENT", "USER", "APP", "IP", "NODE", "SINCE", "CHANNELS");
        result.getJsonObject("connections").forEach(each -> add(table, each.getKey(), (JsonObject) each.getValue()));
        return finish(result, table);
    }

    private static void add(TextTable table, String client, JsonObject connection) {
        String app = (connection.getString("app_name", "") + " " + connection.getString("app_version", "")).strip();
        table.add(
                client,
                connection.getString("user", ""),
                app,
                connection.getString("ip", ""),
                connection.getString("node_name", ""),
                Instant.ofEpochSecond(connection.getLong("connected_at", 0L)),
                connection.getInteger("num_channels", 0));
    }
}
