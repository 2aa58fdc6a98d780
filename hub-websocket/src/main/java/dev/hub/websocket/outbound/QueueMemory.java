package dev.hub.websocket.outbound;

import io.vertx.core.Vertx;
import io.vertx.core.shareddata.Shareable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much waits for all sockets of this instance together, and how much may. What waits for many sockets counts once.
 * Event loops tell in steps of {@value #STEP} bytes, so that they hardly meet. Safe from any thread.
 */
public final class QueueMemory implements Shareable {
    private static final String SHARED = "dev.hub.websocket.memory";

    static final int STEP = 64 * 1024;

    private final long bound;
    private final AtomicLong held = new AtomicLong();
    private final AtomicInteger loops = new AtomicInteger();

    /** At most {@code bound} bytes may wait, 1 or more. */
    public QueueMemory(long bound) {
        if (bound < 1) {
            throw new IllegalArgumentException("bound must be 1 or more, got " + bound);
        }
        this.bound = bound;
    }

    /** The one of all verticles in {@code vertx}; the first to ask decides how much may wait. */
    public static QueueMemory of(Vertx vertx, long bound) {
        return vertx.sharedData()
                .<String, QueueMemory>getLocalMap(SHARED)
                .computeIfAbsent(SHARED, first -> new QueueMemory(bound));
    }

    /** The part of one more event loop. */
    LoopMemory join() {
        loops.incrementAndGet();
        return new LoopMemory(this);
    }

    void leave(long rest) {
        held.addAndGet(-rest);
        loops.decrementAndGet();
    }

    void add(long bytes) {
        held.addAndGet(bytes);
    }

    /** Bytes that wait, but for what the loops have not told yet. */
    public long held() {
        return held.get();
    }

    /** How much of what may wait does, in percent. */
    public int percent() {
        return (int) Math.min(100, held.get() * 100.0 / bound);
    }

    /** New work that would make more wait is better refused. */
    public boolean isNear() {
        return held.get() > bound - bound / 10;
    }

    /** Too much waits, and a loop that holds {@code own} bytes holds its share of it or more. */
    boolean isOver(long own) {
        return held.get() > bound && own >= bound / Math.max(1, loops.get());
    }
}
