package dev.hub.verticles.jobs.soak.client;

import dev.hub.verticles.loss.client.HubApi;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.random.RandomGenerator;

/**
 * The HTTP API: another hub for each call.
 *
 * @param api of all hubs
 * @param random chooses among them
 */
public record HttpLine(HubApi api, RandomGenerator random) implements Line {
    @Override
    public Future<JsonObject> ask(String method, JsonObject body, long patienceMillis) {
        int hub = random.nextInt(api.fronts().ports().size());
        return api.post(hub, method, body, patienceMillis).compose(Line::result);
    }
}
