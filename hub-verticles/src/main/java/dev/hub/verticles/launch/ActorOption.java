package dev.hub.verticles.launch;

import io.vertx.core.json.JsonObject;
import picocli.CommandLine.Option;

/** Who changes something, for the log of changes. */
final class ActorOption {
    @Option(
            names = "--actor",
            paramLabel = "WHO",
            description = "Who does it, for the log; cli: and the name of your account by default.")
    private String actor = "cli:" + System.getProperty("user.name", "");

    /** {@code request} with it. */
    JsonObject in(JsonObject request) {
        return request.put("actor", actor);
    }
}
