package dev.hub.core.metrics;

import java.util.concurrent.atomic.AtomicLong;

/** A number that one thread counts up, without locks or fences, and that others may read a moment later. */
public final class Tally {
    private final AtomicLong value = new AtomicLong();

    /** Adds {@code amount}; by the one thread that owns the tally. */
    public void add(long amount) {
        value.setOpaque(value.getPlain() + amount);
    }

    /** The count so far; from any thread. */
    public long value() {
        return value.getOpaque();
    }
}
