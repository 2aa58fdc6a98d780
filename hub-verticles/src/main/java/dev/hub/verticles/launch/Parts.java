package dev.hub.verticles.launch;

import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What runs, so that it can be stopped in the opposite order of its start. */
final class Parts {
    private static final Logger LOG = LoggerFactory.getLogger(Parts.class);

    private final Deque<Part> lastFirst = new ArrayDeque<>();

    private record Part(String name, Supplier<Future<?>> stop) {}

    /** Remembers how to stop what has just started. */
    synchronized void add(String name, Supplier<Future<?>> stop) {
        lastFirst.push(new Part(name, stop));
    }

    /** Stops one after the other; what fails to stop does not keep the others running. */
    Future<Void> stop() {
        Part next = takeLast();
        if (next == null) {
            return Future.succeededFuture();
        }
        return next.stop()
                .get()
                .onFailure(cause -> LOG.warn("{} did not stop cleanly", next.name(), cause))
                .transform(stopped -> stop());
    }

    private synchronized @org.jspecify.annotations.Nullable Part takeLast() {
        return lastFirst.poll();
    }
}
