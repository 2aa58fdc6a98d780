package dev.hub.load.server;

import dev.hub.load.dialect.Dialect;

/**
 * A server under test.
 *
 * @param name short, for options and tables
 * @param title what it is, for the report
 * @param collector who collects its garbage
 */
public record Contender(String name, String title, Dialect dialect, Collector collector, Start start) {
    /** Who collects a server's garbage, and so how it is asked to before memory is read. */
    public enum Collector {
        /** {@code jcmd PID GC.run}. */
        JVM,
        /** SIGUSR2; the peers run with {@code --expose-gc} and answer it so. */
        NODE,
        /** Nobody. */
        NATIVE
    }
}
