package dev.hub.core.bus;

import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.Payload;
import dev.hub.core.channel.Publication;
import dev.hub.core.protocol.HubException;
import dev.hub.core.protocol.JsonPublications;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The hub as a verticle beside it sees it. Trusted: no rights are checked. Use one per verticle; handlers run on the
 * context of whoever registers them.
 */
public final class HubClient {
    private final Vertx vertx;
    private final HubBus bus;

    private HubClient(Vertx vertx, HubBus bus) {
        this.vertx = vertx;
        this.bus = bus;
    }

    /**
     * A client of the hub that runs in {@code vertx}.
     *
     * @throws IllegalStateException when none does
     */
    public static HubClient of(Vertx vertx) {
        return new HubClient(vertx, HubBus.of(vertx));
    }

    /** Publishes to all subscribers on all instances; done when Valkey has taken it. */
    public Future<Void> publish(ChannelName channel, Payload data) {
        return bus.publish(new ChannelCommand.Publish(channel, data, null, PublishOptions.NONE))
                .mapEmpty();
    }

    /**
     * Streams what is published to {@code channel}, in order, from now on or as soon as Valkey is there. What is
     * published while this instance is cut off from Valkey does not come.
     *
     * @param handler one call per publication
     */
    public Subscription subscribe(ChannelName channel, Consumer<Publication> handler) {
        String receiver = Addresses.delivery(UUID.randomUUID().toString());
        MessageConsumer<?> consumer = bus.consume(receiver, ChannelEvent.class, event -> {
            if (event instanceof Delivery delivery) {
                handler.accept(JsonPublications.decode(delivery.publication()));
            }
        });
        ChannelCommand.Attach attach = new ChannelCommand.Attach(channel, receiver, false);
        Subscription subscription = new Subscription(vertx, bus, consumer, attach);
        subscription.begin();
        return subscription;
    }

    /**
     * Answers the clients' {@code rpc} calls of {@code method}. A failure with a {@link HubException} reaches the
     * client with its code (400 to 1999 are free for the application).
     */
    public Future<Void> onRpc(String method, Function<RpcRequest, Future<Payload>> handler) {
        return bus.answer(
                        Addresses.rpc(method),
                        RpcRequest.class,
                        request -> handler.apply(request).map(RpcResponse::new))
                .completion();
    }

    /** Calls a method that a verticle of this instance answers, as clients do by {@code rpc}. */
    public Future<Payload> request(String method, Payload data) {
        return bus.call(new RpcRequest(method, data, "", ""));
    }

    /** Takes what clients {@code send}. With several takers in one JVM each message reaches one of them. */
    public Future<Void> onMessage(Consumer<ClientMessage> handler) {
        return bus.consume(Addresses.MESSAGE, ClientMessage.class, handler).completion();
    }

    /** Closes all connections of {@code user} on all instances. */
    public Future<Void> disconnect(String user, int code, String reason) {
        ConnectionControl control = new ConnectionControl.Disconnect(user, "", code, reason);
        return bus.request(Addresses.NODE, new NodeCommand.Everywhere(control), NodeCommand.Done.class)
                .mapEmpty();
    }
}
