package dev.hub.verticles.api;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.HubBus;
import dev.hub.core.channel.CurrentNamespaces;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;

/**
 * The methods of the HTTP API on the event bus, in plain JSON, for code beside the hub that does not use our types.
 * A refusal is a failed reply with the code and text of the API's error.
 */
public final class JsonBusVerticle extends VerticleBase {
    private final HubBus bus;
    private final CurrentNamespaces namespaces;

    /** Not deployed yet. */
    public JsonBusVerticle(HubBus bus, CurrentNamespaces namespaces) {
        this.bus = bus;
        this.namespaces = namespaces;
    }

    @Override
    public Future<?> start() {
        ApiMethods methods = ApiMethods.of(bus, namespaces);
        return Future.all(methods.names().stream()
                .map(method -> vertx.eventBus()
                        .<Object>localConsumer(Addresses.json(method), message -> answer(method, message, methods))
                        .completion())
                .toList());
    }

    private static void answer(String method, Message<Object> message, ApiMethods methods) {
        Future.succeededFuture(message.body())
                .compose(body -> methods.call(method, bytes(body)))
                .onSuccess(result -> message.reply(new JsonObject(result.toJson())))
                .onFailure(cause -> refuse(message, cause));
    }

    private static byte[] bytes(Object body) {
        if (body instanceof JsonObject json) {
            return json.toBuffer().getBytes();
        }
        throw HubException.of(ErrorCode.BAD_REQUEST, "bad request: the message must be a JsonObject");
    }

    private static void refuse(Message<?> message, Throwable cause) {
        HubException refusal = cause instanceof IllegalArgumentException
                ? ApiFields.badRequest(String.valueOf(cause.getMessage()))
                : HubException.from(cause);
        message.fail(refusal.code(), refusal.text());
    }
}
