package dev.hub.verticles.launch;

import dev.hub.core.config.HubConfig;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options by which a command calls the HTTP API of a running hub. */
final class ApiOptions {
    @Mixin
    private RemoteOptions remote = new RemoteOptions();

    @Option(names = "--api-key", paramLabel = "KEY", description = "The key; others on this machine can see it here.")
    private String apiKey = "";

    /** The result of {@code method} for the JSON {@code body}. Blocks; fails with what the hub says. */
    JsonObject call(Surroundings surroundings, String method, String body) {
        HubConfig config = config(surroundings);
        String key = apiKey.isEmpty() ? config.api().key().reveal() : apiKey;
        HttpRequest.Builder request = HttpRequest.newBuilder(remote.address(config, "http", "/api/" + method))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
        if (!key.isEmpty()) {
            request.header("X-API-Key", key);
        }
        return result(HubHttp.send(request));
    }

    /** The configuration here, which may be another than that of the hub that is called. */
    HubConfig config(Surroundings surroundings) {
        return remote.load(surroundings);
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
                throw CommandFailure.of(
                        "the hub refuses: " + error.getString("message") + " (code " + error.getValue("code") + ")");
            }
        } catch (DecodeException | ClassCastException strange) {
            // Told below: whatever answered, it is no hub.
        }
        throw CommandFailure.of("the answer is not a hub's: status " + response.statusCode());
    }
}
