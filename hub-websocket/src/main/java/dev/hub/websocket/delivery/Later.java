package dev.hub.websocket.delivery;

import java.util.concurrent.TimeUnit;

/** Runs tasks of one event loop later, on that loop. */
@FunctionalInterface
public interface Later {
    /** Runs {@code task} after {@code delay}. */
    void run(long delay, TimeUnit unit, Runnable task);
}
