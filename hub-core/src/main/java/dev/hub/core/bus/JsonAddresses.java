package dev.hub.core.bus;

import dev.hub.core.channel.Payload;
import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;

/** The plain JSON side of the event bus, for code that does not use our types. */
final class JsonAddresses {
    private static final DeliveryOptions LOCAL =
            new DeliveryOptions().setLocalOnly(true).setSendTimeout(4000);

    private JsonAddresses() {}

    /** Calls the JSON handler of a method; its answer may be any JSON value. */
    static Future<Payload> call(EventBus bus, RpcRequest request) {
        JsonObject message = new JsonObject()
                .put("method", request.method())
                .put("data", Json.decodeValue(request.data().toJson()))
                .put("user", request.user())
                .put("client", request.client());
        return bus.<Object>request(Addresses.jsonRpc(request.method()), message, LOCAL)
                .map(reply -> Payload.ofJson(Json.encode(reply.body())));
    }
}
