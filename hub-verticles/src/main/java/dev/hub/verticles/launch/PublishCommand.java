package dev.hub.verticles.launch;

import dev.hub.core.channel.ChannelName;
import io.vertx.core.json.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Publishes by the HTTP API. */
@Command(
        name = "publish",
        description = {
            "Publish JSON to a channel by the HTTP API of a running hub.",
            "The key is api.key, or the one that serve keeps in data-dir."
        },
        footer = {
            "",
            "Examples:",
            "  hub publish news '{\"text\":\"hello\"}'",
            "  hub publish news @hello.json",
            "  date +'{\"now\":%s}' | hub publish news -",
            "  hub publish --url https://hub.example.com --api-key \"$KEY\" news '\"plain text\"'"
        })
final class PublishCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private ApiOptions api = new ApiOptions();

    @Parameters(index = "0", paramLabel = "CHANNEL", description = "Where to publish.")
    private String channel = "";

    @Parameters(
            index = "1",
            paramLabel = "JSON",
            description = "What to publish; @FILE for what is in a file, - for standard input.")
    private String data = "";

    PublishCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        surroundings.out().println(api.call(surroundings, "publish", body()).encode());
        return ExitCode.OK;
    }

    private String body() {
        String fault = ChannelName.faultOf(channel);
        if (!fault.isEmpty()) {
            throw new ParameterException(spec.commandLine(), fault);
        }
        String json = JsonArgument.read(surroundings, spec, "the data", data);
        return "{\"channel\":" + Json.encode(channel) + ",\"data\":" + json + "}";
    }
}
