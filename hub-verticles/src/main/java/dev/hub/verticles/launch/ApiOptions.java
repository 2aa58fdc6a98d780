package dev.hub.verticles.launch;

import dev.hub.core.config.HubConfig;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options by which a command calls the HTTP API of a running hub. */
final class ApiOptions {
    @Mixin
    private RemoteOptions remote = new RemoteOptions();

    @Option(names = "--api-key", paramLabel = "KEY", description = "The key; others on this machine can see it here.")
    private String apiKey = "";

    private @Nullable HubConfig config;
    private @Nullable HttpClient client;

    /** The result of {@code method} for the JSON {@code body}. Blocks; fails with what the hub says. */
    JsonObject call(Surroundings surroundings, String method, String body) {
        return call(surroundings, method, body, Duration.ZERO);
    }

    /** The same of a method that may take {@code patience} before it answers. */
    JsonObject call(Surroundings surroundings, String method, String body, Duration patience) {
        HubConfig config = config(surroundings);
        String key = apiKey.isEmpty() ? config.api().key().reveal() : apiKey;
        HttpRequest.Builder request = HttpRequest.newBuilder(remote.address(config, "http", "/api/" + method))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
        if (!key.isEmpty()) {
            request.header("X-API-Key", key);
        }
        return result(HubHttp.send(client(), request, patience));
    }

    /** One for all calls of a command: it keeps its connection. */
    private HttpClient client() {
        HttpClient open = client == null ? HubHttp.client() : client;
        client = open;
        return open;
    }

    /** The configuration here, which may be another than that of the hub that is called. */
    HubConfig config(Surroundings surroundings) {
        HubConfig loaded = config == null ? remote.load(surroundings) : config;
        config = loaded;
        return loaded;
    }

    private static JsonObject result(HttpResponse<String> response) {
        if (response.statusCode() == 401) {
            throw CommandFailure.of("the hub refuses the API key; see api.key in conf/hub.yaml, or give --api-key");
        }
        try {
            JsonObject answer = new JsonObject(response.body());
            JsonObject error = answer.getJsonObject("error");
            if (response.statusCode() == 200 && error == null) {
                return answer.getJsonObject("result", new JsonObject());
            }
            if (error != null) {
                throw refusal(error);
            }
        } catch (DecodeException | ClassCastException strange) {
            // Told below: whatever answered, it is no hub.
        }
        throw CommandFailure.of("the answer is not a hub's: status " + response.statusCode());
    }

    private static CommandFailure refusal(JsonObject error) {
        String text = "the hub refuses: " + error.getString("message") + " (code " + error.getValue("code") + ")";
        return error.getBoolean("temporary", false) ? CommandFailure.forNow(text, null) : CommandFailure.of(text);
    }
}
