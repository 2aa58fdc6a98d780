package dev.hub.verticles.launch;

import dev.hub.core.bus.HubClient;
import dev.hub.core.bus.RpcRequest;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.Payload;
import dev.hub.core.protocol.HubException;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;

/** Publishes what a client asks it to, so that tests can publish from a verticle. */
public final class RelayVerticle extends VerticleBase {
    @Override
    public Future<?> start() {
        HubClient hub = HubClient.of(vertx);
        return Future.all(
                hub.onRpc("relay", request -> relay(hub, request)),
                hub.onRpc("refuse", request -> Future.failedFuture(HubException.of(402, "pay first"))),
                hub.onRpc("crash", request -> {
                    throw new IllegalStateException("on purpose");
                }),
                hub.onRpc(
                        "whoami",
                        request -> Future.succeededFuture(Payload.ofJson(new JsonObject()
                                .put("user", request.user())
                                .put("client", request.client())
                                .encode()))));
    }

    private static Future<Payload> relay(HubClient hub, RpcRequest request) {
        JsonObject call = new JsonObject(request.data().toJson());
        return hub.publish(
                        new ChannelName(call.getString("channel")),
                        Payload.ofJson(call.getValue("data").toString()))
                .map(published -> Payload.ofJson("{}"));
    }
}
