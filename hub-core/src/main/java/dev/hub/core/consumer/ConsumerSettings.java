package dev.hub.core.consumer;

/**
 * How a durable consumer works.
 *
 * @param ackTimeoutMillis how long a delivery may take before it is made again, 100 to 86400000 ms
 * @param maxInFlight publications that may be delivered and not acknowledged at a time, on all instances together, 1 to
 *     100000
 * @param maxDeliveries how often a publication is delivered before it becomes a dead letter, 1 to 1000; 0 for no limit
 * @param maxRetained how many publications the stream keeps for it at most, history included, 1 to 1000000; beyond, the
 *     oldest are lost for it
 * @param start with what it begins; only looked at when it is made
 */
public record ConsumerSettings(
        long ackTimeoutMillis, int maxInFlight, int maxDeliveries, int maxRetained, ConsumerStart start) {
    /** 30 s, 1,000 in flight, 10 deliveries, 100,000 kept, with what is new. */
    public static final ConsumerSettings DEFAULTS = new ConsumerSettings(30_000, 1_000, 10, 100_000, ConsumerStart.NEW);

    /** Longest ack timeout and longest delay of a redelivery. */
    public static final long MAX_MILLIS = 86_400_000;

    /** Shortest ack timeout. */
    public static final long LEAST_ACK_TIMEOUT = 100;

    /** Most publications under way at a time. */
    public static final int MAX_IN_FLIGHT = 100_000;

    /** Most deliveries of one publication, where they are limited. */
    public static final int MAX_DELIVERIES = 1_000;

    /** Most publications that a stream keeps for a consumer. */
    public static final int MAX_RETAINED = 1_000_000;

    /** Checks the ranges. */
    public ConsumerSettings {
        require("ack_timeout_ms", ackTimeoutMillis, LEAST_ACK_TIMEOUT, MAX_MILLIS);
        require("max_in_flight", maxInFlight, 1, MAX_IN_FLIGHT);
        require("max_deliveries", maxDeliveries, 0, MAX_DELIVERIES);
        require("max_retained", maxRetained, 1, MAX_RETAINED);
    }

    private static void require(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " must be " + least + " to " + most + ", got " + value);
        }
    }

    /** The same with another ack timeout. */
    public ConsumerSettings withAckTimeoutMillis(long millis) {
        return new ConsumerSettings(millis, maxInFlight, maxDeliveries, maxRetained, start);
    }

    /** The same with another bound on what is not acknowledged. */
    public ConsumerSettings withMaxInFlight(int count) {
        return new ConsumerSettings(ackTimeoutMillis, count, maxDeliveries, maxRetained, start);
    }

    /** The same with another number of deliveries. */
    public ConsumerSettings withMaxDeliveries(int count) {
        return new ConsumerSettings(ackTimeoutMillis, maxInFlight, count, maxRetained, start);
    }

    /** The same with another bound on what is kept. */
    public ConsumerSettings withMaxRetained(int count) {
        return new ConsumerSettings(ackTimeoutMillis, maxInFlight, maxDeliveries, count, start);
    }

    /** The same with another beginning. */
    public ConsumerSettings withStart(ConsumerStart other) {
        return new ConsumerSettings(ackTimeoutMillis, maxInFlight, maxDeliveries, maxRetained, other);
    }
}
