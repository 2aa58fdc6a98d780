package dev.hub.examples;

import dev.hub.core.bus.HubClient;
import dev.hub.core.bus.RpcRequest;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.Payload;
import dev.hub.core.channel.Publication;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;

/** A verticle beside the hub: it answers calls, listens to a channel, and publishes. */
public final class GreeterVerticle extends VerticleBase {
    private static final ChannelName LOBBY = new ChannelName("demo:lobby");
    private static final ChannelName GREETINGS = new ChannelName("demo:greetings");

    @Override
    public Future<?> start() {
        HubClient hub = HubClient.of(vertx);
        hub.subscribe(LOBBY, publication -> repeat(hub, publication));
        return hub.onRpc("greet", this::greet);
    }

    private static void repeat(HubClient hub, Publication publication) {
        hub.publish(GREETINGS, publication.data()).onFailure(cause -> System.err.println("not repeated: " + cause));
    }

    private Future<Payload> greet(RpcRequest request) {
        String name = new JsonObject(request.data().toJson()).getString("name", request.user());
        JsonObject answer = new JsonObject().put("greeting", "Hello, " + name + "!");
        return Future.succeededFuture(Payload.ofJson(answer.encode()));
    }
}
