package dev.hub.verticles.launch;

import dev.hub.core.channel.ChannelName;
import dev.hub.core.config.HubConfig;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
            "  hub publish --url https://hub.example.com --api-key \"$KEY\" news '\"plain text\"'"
        })
final class PublishCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private RemoteOptions remote = new RemoteOptions();

    @Option(names = "--api-key", paramLabel = "KEY", description = "The key; others on this machine can see it here.")
    private String apiKey = "";

    @Parameters(index = "0", paramLabel = "CHANNEL", description = "Where to publish.")
    private String channel = "";

    @Parameters(index = "1", paramLabel = "JSON", description = "What to publish.")
    private String data = "";

    PublishCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        String body = body();
        HubConfig config = remote.load(surroundings);
        URI uri = remote.address(config, "http", "/api/publish");
        String key = apiKey.isEmpty() ? config.api().key().reveal() : apiKey;
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
        if (!key.isEmpty()) {
            request.header("X-API-Key", key);
        }
        surroundings.out().println(result(HubHttp.send(request)));
        return ExitCode.OK;
    }

    private String body() {
        String fault = ChannelName.faultOf(channel);
        if (!fault.isEmpty()) {
            throw new ParameterException(spec.commandLine(), fault);
        }
        try {
            Json.decodeValue(data);
        } catch (DecodeException broken) {
            throw new ParameterException(
                    spec.commandLine(), "the data must be JSON (text is JSON in double quotes), got " + data);
        }
        return "{\"channel\":" + Json.encode(channel) + ",\"data\":" + data + "}";
    }

    private static String result(HttpResponse<String> response) {
        if (response.statusCode() == 401) {
            throw CommandFailure.of("the hub refuses the API key; see api.key in conf/hub.yaml, or give --api-key");
        }
        try {
            JsonObject answer = new JsonObject(response.body());
            JsonObject error = answer.getJsonObject("error");
            if (response.statusCode() == 200 && error == null) {
                return answer.getJsonObject("result", new JsonObject()).encode();
            }
            if (error != null) {
                throw CommandFailure.of(
                        "the hub refuses: " + error.getString("message") + " (code " + error.getValue("code") + ")");
            }
        } catch (DecodeException | ClassCastException strange) {
            // Told below: whatever answered, it is no hub.
        }
        throw CommandFailure.of("the answer is not a hub's: status " + response.statusCode());
    }
}
