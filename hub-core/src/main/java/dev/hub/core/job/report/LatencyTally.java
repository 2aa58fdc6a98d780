package dev.hub.core.job.report;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.IntCountsHistogram;
import org.jspecify.annotations.Nullable;

/** Counts how long things took. By one thread; grows with the longest time, to 2 kB for thirty days. */
public final class LatencyTally {
    private @Nullable IntCountsHistogram counts;

    /** Something took so long; what took longer than {@link Latencies#LONGEST} counts as that. */
    public void record(long millis) {
        if (counts == null) {
            counts = new IntCountsHistogram(Latencies.DIGITS);
        }
        counts.recordValue(Math.clamp(millis, 0, Latencies.LONGEST));
    }

    /** Counts what {@code other} did as well. */
    public void add(LatencyTally other) {
        if (other.counts == null) {
            return;
        }
        if (counts == null) {
            counts = new IntCountsHistogram(Latencies.DIGITS);
        }
        counts.add(other.counts);
    }

    /** All so far. */
    public Latencies total() {
        Histogram copy = new Histogram(Latencies.DIGITS);
        if (counts != null) {
            copy.add(counts);
        }
        return new Latencies(copy);
    }
}
