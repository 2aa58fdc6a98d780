package dev.hub.verticles.launch;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Tells who is in a channel, by the HTTP API. */
@Command(
        name = "presence",
        description = {
            "Tell how many are in a channel of a running hub, on all instances together, and who.",
            "The channel's namespace must have presence."
        },
        footer = {
            "",
            "Examples:",
            "  hub presence chat:1",
            "  hub presence chat:1 --limit 0 --json",
        })
final class PresenceCommand extends PagedCall {
    @Parameters(paramLabel = "CHANNEL", description = "The channel.")
    private String channel = "";

    PresenceCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        JsonObject body = new JsonObject().put("channel", channel);
        JsonObject result = ask("presence_stats", body);
        result.mergeIn(all("presence", body, new Paging("presence", "after", "next")));
        if (!isJson()) {
            print("clients: " + result.getInteger("num_clients", 0) + ", users: " + result.getInteger("num_users", 0));
        }
        TextTable table = new TextTable("CLIENT", "USER", "CONN INFO", "CHAN INFO");
        result.getJsonObject("presence").forEach(each -> add(table, each.getKey(), (JsonObject) each.getValue()));
        return finish(result, table);
    }

    private static void add(TextTable table, String client, JsonObject member) {
        table.add(client, member.getString("user", ""), info(member, "conn_info"), info(member, "chan_info"));
    }

    private static String info(JsonObject member, String name) {
        return member.containsKey(name) ? Json.encode(member.getValue(name)) : "";
    }
}
