package dev.hub.verticles.consumer;

import dev.hub.core.bus.ConsumerEvent;
import dev.hub.core.bus.ConsumerWorker;
import dev.hub.core.consumer.ConsumerId;
import dev.hub.core.consumer.ConsumerPlace;

/** What a consumer needs of the instance that it is active on. */
interface ConsumerDesk {
    /**
     * Where the consumer lives by the rules of this moment.
     *
     * @throws dev.hub.core.protocol.HubException when it cannot live there any more
     */
    ConsumerPlace place(ConsumerId consumer);

    /** Sends a worker something. */
    void tell(ConsumerWorker worker, ConsumerEvent event);

    /** This instance's clock: milliseconds that only go forward. */
    long now();

    /** {@link ActiveConsumer#woken} shall be called at {@code time}, or a little later. */
    void wakeAt(long time);

    /** Where is counted. */
    ConsumerReports reports();
}
