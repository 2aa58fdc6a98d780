package dev.hub.load.crowd;

import org.HdrHistogram.Histogram;

/** What arrived, counted over all subscribers of a crowd. On the event loop. */
public final class Tally {
    private static final long LONGEST_NANOS = 600_000_000_000L;
    private static final int DIGITS = 3;

    private final Histogram latencies = new Histogram(LONGEST_NANOS, DIGITS);
    private long deliveries;
    private long disordered;
    private int lost;
    private String firstLoss = "";
    private boolean recording;
    private long wakeAt = Long.MAX_VALUE;
    private Runnable wake = () -> {};

    /** Deliveries since the beginning, warm-up included. */
    public long deliveries() {
        return deliveries;
    }

    /** Deliveries that were sent before the one before, or equal: reordered or doubled. Of the sockets that are timed. */
    public long disordered() {
        return disordered;
    }

    /** Connections that ended before they were told to. */
    public int lost() {
        return lost;
    }

    /** Why the first of the lost ones ended; empty when none is. */
    public String firstLoss() {
        return firstLoss;
    }

    /** Forgets the latencies so far and records from now on. */
    public void record() {
        latencies.reset();
        recording = true;
    }

    /** A copy of the latencies since {@link #record}, in nanoseconds. */
    public Histogram latencies() {
        return latencies.copy();
    }

    /** Runs this, once, as soon as so many deliveries have been counted. Replaces what was asked for before. */
    void wakeAt(long count, Runnable task) {
        wake = task;
        wakeAt = count;
    }

    void delivered() {
        if (++deliveries >= wakeAt) {
            wakeAt = Long.MAX_VALUE;
            wake.run();
        }
    }

    void timed(long nanos) {
        if (recording) {
            latencies.recordValue(Math.clamp(nanos, 0, LONGEST_NANOS));
        }
    }

    void disorder() {
        disordered++;
    }

    void lost(String why) {
        if (lost++ == 0) {
            firstLoss = why;
        }
    }
}
