package dev.hub.core.bus;

import dev.hub.core.protocol.HubException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Duration;

/** A stream of a channel's publications, from {@link HubClient#subscribe} to {@link #end}. */
public final class Subscription {
    private static final Duration RETRY = Duration.ofMillis(500);

    private final Vertx vertx;
    private final HubBus bus;
    private final MessageConsumer<?> consumer;
    private final ChannelCommand.Attach attach;
    private final Promise<Void> ready = Promise.promise();
    private volatile boolean ended;

    Subscription(Vertx vertx, HubBus bus, MessageConsumer<?> consumer, ChannelCommand.Attach attach) {
        this.vertx = vertx;
        this.bus = bus;
        this.consumer = consumer;
        this.attach = attach;
    }

    /** Asks for the publications until somebody sends them or asking is of no use. */
    void begin() {
        bus.attach(attach).onSuccess(attached -> begun()).onFailure(this::refused);
    }

    private void begun() {
        if (ended) {
            detach();
        } else {
            ready.tryComplete();
        }
    }

    private void refused(Throwable cause) {
        if (!HubException.from(cause).isTemporary()) {
            ready.tryFail(cause);
        } else if (!ended) {
            vertx.setTimer(RETRY.toMillis(), again -> begin());
        }
    }

    /** Done when the stream is in force; while Valkey is away it waits. Fails when the stream was ended before. */
    public Future<Void> ready() {
        return ready.future();
    }

    /** Ends the stream; the handler is not called any more once this is done. */
    public Future<Void> end() {
        ended = true;
        ready.tryFail("the subscription was ended");
        detach();
        return consumer.unregister();
    }

    private void detach() {
        bus.detach(new ChannelCommand.Detach(attach.channel(), attach.receiver()));
    }
}
