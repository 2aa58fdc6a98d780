package dev.hub.examples;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;

/** The same without a type of the hub's: plain JSON on the event bus. */
public final class PlainJsonVerticle extends VerticleBase {
    @Override
    public Future<?> start() {
        return vertx.eventBus()
                .<JsonObject>localConsumer("hub.json.rpc.shout", call -> {
                    String text = call.body().getJsonObject("data").getString("text", "");
                    JsonObject loud = new JsonObject().put("text", text.toUpperCase(java.util.Locale.ROOT));
                    JsonObject publication =
                            new JsonObject().put("channel", "demo:lobby").put("data", loud);
                    vertx.eventBus()
                            .<JsonObject>request("hub.json.publish", publication)
                            .onSuccess(published -> call.reply(loud))
                            .onFailure(cause -> call.fail(100, cause.getMessage()));
                })
                .completion();
    }
}
