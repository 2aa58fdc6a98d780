package dev.hub.core.bus;

/** Who gets the jobs of a queue. */
public sealed interface JobWorker {
    /** Where it is reached. */
    String address();

    /** Its name, for whoever looks. */
    String name();

    /**
     * A client's connection; it gets {@code message} pushes.
     *
     * @param address where its event loop takes {@link ConnectionCommand}s
     * @param client its id
     */
    record OfConnection(String address, String client, String name) implements JobWorker {}

    /**
     * A verticle of this instance.
     *
     * @param address where it takes {@link JobWorkerEvent}s
     */
    record OfVerticle(String address, String name) implements JobWorker {}
}
