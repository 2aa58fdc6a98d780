package dev.hub.core.bus;

import dev.hub.core.bus.ConsumerCommand.Acknowledge;
import dev.hub.core.bus.ConsumerCommand.Attach;
import dev.hub.core.bus.ConsumerCommand.Attached;
import dev.hub.core.bus.ConsumerCommand.Detach;
import dev.hub.core.bus.ConsumerCommand.Detached;
import dev.hub.core.bus.ConsumerCommand.Refuse;
import dev.hub.core.channel.Publication;
import dev.hub.core.consumer.ConsumerDelivery;
import dev.hub.core.consumer.ConsumerId;
import dev.hub.core.consumer.Settled;
import dev.hub.core.protocol.JsonPublications;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A verticle's work for a durable consumer, from {@link HubClient#consume} to {@link #end}. */
public final class Consumption {
    private static final Logger LOG = LoggerFactory.getLogger(Consumption.class);

    private final HubBus bus;
    private final ConsumerId consumer;
    private final ConsumeOptions options;
    private final Function<ConsumedPublication, Future<?>> handler;
    private final ConsumerWorker.OfVerticle worker;
    private final MessageConsumer<?> receiver;
    private final Attachment attachment;
    private final Promise<Void> ended = Promise.promise();

    Consumption(
            Vertx vertx,
            HubBus bus,
            ConsumerId consumer,
            ConsumeOptions options,
            Function<ConsumedPublication, Future<?>> handler) {
        this.attachment = new Attachment(vertx, this::attach, this::end);
        this.bus = bus;
        this.consumer = consumer;
        this.options = options;
        this.handler = handler;
        this.worker = new ConsumerWorker.OfVerticle(
                Addresses.delivery(UUID.randomUUID().toString()));
        this.receiver = bus.consume(worker.address(), ConsumerEvent.class, this::receive);
    }

    /** Asks for deliveries until somebody sends them or asking is of no use. */
    void begin() {
        attachment.begin();
    }

    private Future<Attached> attach() {
        return bus.request(Addresses.CONSUMER, new Attach(consumer, worker, options.maxInFlight()), Attached.class);
    }

    private void receive(ConsumerEvent event) {
        switch (event) {
            case ConsumerEvent.Deliveries some -> some.deliveries().forEach(each -> work(some.epoch(), each));
            case ConsumerEvent.Ended over -> {
                LOG.debug("Consumer {} ended: {}", consumer, over.reason());
                end();
            }
        }
    }

    private void work(String epoch, ConsumerDelivery delivery) {
        List<Long> offset = List.of(delivery.offset());
        Future.succeededFuture()
                .compose(start -> handler.apply(publication(delivery)))
                .map(done -> (ConsumerCommand) new Acknowledge(consumer, epoch, offset))
                .otherwise(failure ->
                        new Refuse(consumer, epoch, offset, options.retryDelay().toMillis()))
                .compose(verdict -> bus.request(Addresses.CONSUMER, verdict, Settled.class))
                .onFailure(cause -> LOG.debug("Offset {} comes again: {}", delivery.offset(), cause.toString()));
    }

    private static ConsumedPublication publication(ConsumerDelivery delivery) {
        Publication read = JsonPublications.decode(delivery.publication());
        Publication placed = new Publication(
                read.data(), read.info(), delivery.offset(), read.tags(), read.time(), delivery.channel());
        return new ConsumedPublication(placed, delivery.offset(), delivery.attempt());
    }

    /** Done when deliveries come; while Valkey is away it waits. Fails when there is no such consumer. */
    public Future<Void> ready() {
        return attachment.ready();
    }

    /** Done when there are no deliveries any more: by {@link #end}, or because the consumer was deleted. */
    public Future<Void> ended() {
        return ended.future();
    }

    /** Works no more: what is under way comes to others at once. */
    public Future<Void> end() {
        attachment.end("the consumption was ended");
        ended.tryComplete();
        return bus.request(Addresses.CONSUMER, new Detach(consumer, worker), Detached.class)
                .<Void>mapEmpty()
                .otherwiseEmpty()
                .eventually(receiver::unregister);
    }
}
