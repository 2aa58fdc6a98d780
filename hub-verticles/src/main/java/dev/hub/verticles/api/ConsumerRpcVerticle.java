package dev.hub.verticles.api;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.ConsumerCommand;
import dev.hub.core.bus.ConsumerCommand.Attached;
import dev.hub.core.bus.ConsumerCommand.Detached;
import dev.hub.core.bus.ConsumerWorker;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.RpcRequest;
import dev.hub.core.channel.Payload;
import dev.hub.core.consumer.ConsumerId;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * Durable consumers for clients: {@code rpc} methods of the names of the API's, and {@code consumer_attach} and
 * {@code consumer_detach}, by which a connection becomes a worker that deliveries are pushed to. Rights were checked where
 * the connection is.
 */
public final class ConsumerRpcVerticle extends VerticleBase {
    private static final int STANDARD_CREDIT = 100;
    private static final int MAX_CREDIT = 1_000;

    private final HubBus bus;

    /** Not deployed yet. */
    public ConsumerRpcVerticle(HubBus bus) {
        this.bus = bus;
    }

    @Override
    public Future<?> start() {
        ClientMethods clients = new ClientMethods(bus);
        List<Future<Void>> registered = new ArrayList<>();
        for (ApiMethod method : new ConsumerMethods(bus, ConsumerMethods.MAX_CLIENT_WAIT).methods()) {
            registered.add(clients.answer(method));
        }
        registered.add(clients.answer("consumer_attach", this::attach));
        registered.add(clients.answer("consumer_detach", this::detach));
        return Future.all(registered);
    }

    private Future<Payload> attach(RpcRequest request, ApiFields fields) {
        ConsumerId consumer = ConsumerFields.consumer(fields);
        int credit = (int) fields.integer("max_in_flight", STANDARD_CREDIT, 1, MAX_CREDIT);
        return bus.request(
                        Addresses.CONSUMER,
                        new ConsumerCommand.Attach(consumer, worker(request), credit),
                        Attached.class)
                .map(attached -> json(new JsonObject()
                        .put("max_in_flight", credit)
                        .put("ack_timeout_ms", attached.settings().ackTimeoutMillis())));
    }

    private Future<Payload> detach(RpcRequest request, ApiFields fields) {
        ConsumerId consumer = ConsumerFields.consumer(fields);
        return bus.request(Addresses.CONSUMER, new ConsumerCommand.Detach(consumer, worker(request)), Detached.class)
                .map(detached -> json(new JsonObject().put("detached", detached.wasAttached())));
    }

    private static ConsumerWorker worker(RpcRequest request) {
        ClientMethods.requireConnection(request);
        return new ConsumerWorker.OfConnection(request.connection(), request.client());
    }

    private static Payload json(JsonObject object) {
        return Payload.ofJson(object.encode());
    }
}
