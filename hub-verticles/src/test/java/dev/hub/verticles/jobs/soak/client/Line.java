package dev.hub.verticles.jobs.soak.client;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/** A way to the hubs. */
@FunctionalInterface
public interface Line {
    /**
     * Calls a method of the API; what it answers. Fails with a {@link Refusal} when the hub says no, and with anything else when
     * the outcome is unknown.
     */
    Future<JsonObject> ask(String method, JsonObject body, long patienceMillis);

    /** The result of an answer of the API, or its refusal. */
    static Future<JsonObject> result(JsonObject answer) {
        JsonObject error = answer.getJsonObject("error");
        if (error != null) {
            return Future.failedFuture(new Refusal(error.getInteger("code", 0), error.encode()));
        }
        return Future.succeededFuture(answer.getJsonObject("result", new JsonObject()));
    }
}
