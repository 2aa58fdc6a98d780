package dev.hub.verticles.launch;

import io.vertx.core.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lists channels by the HTTP API. */
@Command(
        name = "channels",
        description = "List the channels that have a subscriber on any instance of a running hub, by name.",
        footer = {"", "Examples:", "  hub channels", "  hub channels 'chat:*' --limit 0", "  hub channels --json"})
final class ChannelsCommand extends PagedCall {
    @Parameters(
            arity = "0..1",
            paramLabel = "PATTERN",
            description = "Those of this form; * stands for any text. All by default.")
    private String pattern = "";

    ChannelsCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        JsonObject result = all("channels", new JsonObject().put("pattern", pattern), "channels");
        TextTable table = new TextTable("CHANNEL", "CLIENTS");
        result.getJsonObject("channels")
                .forEach(each -> table.add(each.getKey(), ((JsonObject) each.getValue()).getInteger("num_clients", 0)));
        return finish(result, table);
    }
}
