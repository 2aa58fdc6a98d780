package dev.hub.websocket.metering;

/** Measures how late an event loop does what it was to do at a certain time. Belongs to that loop. */
public final class LoopLag {
    private final long intervalNanos;
    private long lastNanos;
    private long worstNanos;

    /** Of a loop that is to do something {@code intervalMillis} after it did it last. */
    public LoopLag(int intervalMillis, long nowNanos) {
        this.intervalNanos = intervalMillis * 1_000_000L;
        this.lastNanos = nowNanos;
    }

    /** It does it now. */
    public void tick(long nowNanos) {
        worstNanos = Math.max(worstNanos, nowNanos - lastNanos - intervalNanos);
        lastNanos = nowNanos;
    }

    /** The most that it was late since this was asked before. */
    public long takeMicros() {
        long worst = worstNanos / 1000;
        worstNanos = 0;
        return worst;
    }
}
