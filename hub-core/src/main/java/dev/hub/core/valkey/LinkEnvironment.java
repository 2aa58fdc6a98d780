package dev.hub.core.valkey;

import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * What all links of one event loop share.
 *
 * @param vertx for timers
 * @param context the one event loop on which everything of these links happens
 * @param settings times and bounds
 * @param random jitter
 * @param nanos monotonic clock in nanoseconds
 */
record LinkEnvironment(
        Vertx vertx, ContextInternal context, LinkSettings settings, RandomGenerator random, LongSupplier nanos) {

    /** The same with other times and bounds. */
    LinkEnvironment with(LinkSettings other) {
        return new LinkEnvironment(vertx, context, other, random, nanos);
    }

    /** Runs the task on the event loop after some milliseconds (at least 1). */
    long after(long millis, Runnable task) {
        return vertx.setTimer(Math.max(1, millis), timer -> task.run());
    }
}
