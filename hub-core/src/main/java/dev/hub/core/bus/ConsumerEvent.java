package dev.hub.core.bus;

import dev.hub.core.consumer.ConsumerDelivery;
import dev.hub.core.consumer.ConsumerId;
import java.util.List;

/** What a worker of a durable consumer is told. */
public sealed interface ConsumerEvent {
    /** Which consumer. */
    ConsumerId consumer();

    /**
     * Publications to work on and then to acknowledge.
     *
     * @param epoch of the offsets
     * @param lost publications that were lost for the consumer since one of its workers was last told so
     */
    record Deliveries(ConsumerId consumer, String epoch, long lost, List<ConsumerDelivery> deliveries)
            implements ConsumerEvent {
        /** Copies {@code deliveries}. */
        public Deliveries {
            deliveries = List.copyOf(deliveries);
        }
    }

    /** The consumer does not exist any more, or cannot; there will be no deliveries. */
    record Ended(ConsumerId consumer, String reason) implements ConsumerEvent {}
}
