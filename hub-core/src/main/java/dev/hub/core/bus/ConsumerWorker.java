package dev.hub.core.bus;

/** Who gets the deliveries of a durable consumer. */
public sealed interface ConsumerWorker {
    /** Where it is reached. */
    String address();

    /**
     * A client's connection; it gets {@code message} pushes.
     *
     * @param address where its event loop takes {@link ConnectionCommand}s
     * @param client its id
     */
    record OfConnection(String address, String client) implements ConsumerWorker {}

    /**
     * A verticle of this instance.
     *
     * @param address where it takes {@link ConsumerEvent}s
     */
    record OfVerticle(String address) implements ConsumerWorker {}
}
