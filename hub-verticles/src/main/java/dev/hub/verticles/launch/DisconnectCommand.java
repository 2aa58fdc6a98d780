package dev.hub.verticles.launch;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Closes connections by the HTTP API. */
@Command(
        name = "disconnect",
        description = {
            "Close connections on all instances of a running hub.",
            "Clients stay away, unless the code is below 3500: then they connect again."
        },
        footer = {
            "",
            "Examples:",
            "  hub disconnect --user 42",
            "  hub disconnect --user 42 --code 3011 --reason 'force reconnect'",
            "  hub disconnect --client 6f1d…"
        })
final class DisconnectCommand extends RemoteCall {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(names = "--user", paramLabel = "ID", description = "All connections of this user.")
    private String user = "";

    @Option(names = "--client", paramLabel = "ID", description = "The connection with this id.")
    private String client = "";

    @Option(names = "--except", paramLabel = "ID", description = "The connection with this id stays; may be repeated.")
    private List<String> except = new ArrayList<>();

    @Option(names = "--code", paramLabel = "CODE", description = "Close code, 3000 to 4999; 3503.")
    private @Nullable Integer code;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Close reason; force disconnect.")
    private @Nullable String reason;

    DisconnectCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        if (user.isEmpty() && client.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--user or --client is missing");
        }
        JsonObject verdict = new JsonObject();
        if (code != null) {
            verdict.put("code", code);
        }
        if (reason != null) {
            verdict.put("reason", reason);
        }
        JsonObject body = new JsonObject()
                .put("user", user)
                .put("client", client)
                .put("whitelist", new JsonArray(except))
                .put("disconnect", verdict);
        JsonObject result = ask("disconnect", body);
        return finish(result, "connections closed: " + result.getInteger("affected", 0));
    }
}
