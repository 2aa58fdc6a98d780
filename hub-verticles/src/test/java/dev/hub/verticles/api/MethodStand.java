package dev.hub.verticles.api;

import static dev.hub.verticles.Instance.get;

import dev.hub.core.bus.HubBus;
import dev.hub.core.channel.CurrentNamespaces;
import dev.hub.core.channel.Namespace;
import dev.hub.core.channel.Namespaces;
import dev.hub.core.channel.Payload;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * The methods of the API in front of one verticle that notes what it is asked and answers what the test says.
 *
 * @param <C> what that verticle is asked
 */
final class MethodStand<C> implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final List<C> asked = new CopyOnWriteArrayList<>();
    private final ApiMethods methods;

    /** The verticle answers at {@code address}; what {@code answers} throws, it refuses with. */
    MethodStand(String address, Class<C> type, Function<C, Object> answers) {
        HubBus bus = HubBus.install(vertx, 1);
        get(bus.answer(address, type, command -> {
                    asked.add(command);
                    return Future.succeededFuture(answers.apply(command));
                })
                .completion());
        methods = ApiMethods.of(bus, new CurrentNamespaces(Namespaces.of(Namespace.defaults(""), List.of())));
    }

    /** What the verticle was asked so far. */
    List<C> asked() {
        return asked;
    }

    /** Throws what the method refuses at once. */
    Future<Payload> begin(String method, String body) {
        return methods.call(method, body.getBytes(StandardCharsets.UTF_8));
    }

    /** The result of a method, as it is sent. Throws what the method refuses with. */
    String text(String method, String body) {
        return get(begin(method, body)).toJson();
    }

    JsonObject call(String method, String body) {
        return new JsonObject(text(method, body));
    }

    @Override
    public void close() {
        get(vertx.close());
    }
}
