package dev.hub.core.valkey;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long an attempt to connect may take. Each attempt that used up its time doubles the time of the next, so that a
 * starved machine connects in the end; a success brings back the first. Confined to one event loop.
 */
final class Patience {

    /** The longest time, in times of the first: a server that vanished without a word must not hold up its heirs. */
    static final int MOST = 8;

    private final long firstMillis;
    private final LongSupplier nanos;
    private long millis;
    private long begunAt;

    /**
     * Not begun.
     *
     * @param first the time of a first attempt
     * @param nanos monotonic clock in nanoseconds
     */
    Patience(Duration first, LongSupplier nanos) {
        this.firstMillis = first.toMillis();
        this.nanos = nanos;
        this.millis = firstMillis;
    }

    /** What the present attempt, or the next, may take. */
    Duration limit() {
        return Duration.ofMillis(millis);
    }

    /** An attempt, or the next part of one that has {@link #limit()} to itself, begins. */
    void begin() {
        begunAt = nanos.getAsLong();
    }

    /** It failed; the time grows if that is because it was over. Tells whether it was. */
    boolean failed() {
        boolean wasUsedUp = nanos.getAsLong() - begunAt >= limit().toNanos();
        if (wasUsedUp) {
            millis = Math.min(2 * millis, MOST * firstMillis);
        }
        return wasUsedUp;
    }

    /** It succeeded. */
    void succeeded() {
        millis = firstMillis;
    }
}
