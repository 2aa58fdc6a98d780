package dev.hub.load.crowd;

import dev.hub.load.dialect.Stamps;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Publishes at a steady rate whether the server keeps up or not. A message carries the time at which it was due, so that a generator that
 * was late does not make the server look better (no coordinated omission). On the event loop.
 */
public final class OpenLoop implements Drive {
    private static final long NANOS = 1_000_000_000L;
    private static final long TICK_NANOS = 500_000;

    private final Loop loop;
    private final Publisher publisher;
    private final Stamps stamps;
    private final int perSecond;
    private long started;
    private long sent;
    private @Nullable ScheduledFuture<?> ticks;

    /** @param perSecond publications per second, 1 or more */
    public OpenLoop(Loop loop, Publisher publisher, Stamps stamps, int perSecond) {
        if (perSecond < 1) {
            throw new IllegalArgumentException("rate must be 1 per second or more, got " + perSecond);
        }
        this.loop = loop;
        this.publisher = publisher;
        this.stamps = stamps;
        this.perSecond = perSecond;
    }

    @Override
    public void start() {
        started = stamps.now();
        ticks = loop.group().scheduleAtFixedRate(this::publishDue, 0, TICK_NANOS, TimeUnit.NANOSECONDS);
    }

    @Override
    public void stop() {
        if (ticks != null) {
            ticks.cancel(false);
        }
    }

    private void publishDue() {
        long now = stamps.now();
        for (long due = dueTime(sent); due <= now; due = dueTime(sent)) {
            publisher.publish(1, due);
            sent++;
        }
    }

    private long dueTime(long number) {
        return started + number * NANOS / perSecond;
    }
}
