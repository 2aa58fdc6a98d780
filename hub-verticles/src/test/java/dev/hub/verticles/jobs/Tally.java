package dev.hub.verticles.jobs;

import dev.hub.verticles.measure.Figures;
import dev.hub.verticles.measure.Processor;
import org.HdrHistogram.Histogram;

/** Counts what is done, on one thread. */
final class Tally {
    private static final long LONGEST_NANOS = 600_000_000_000L;

    private final double processor = Processor.own();
    private final Histogram nanos = new Histogram(LONGEST_NANOS, 3);
    private long from = System.nanoTime();
    private long to;
    private int made;

    /** Counts from the first on, not from now. */
    void add(long now) {
        if (made == 0) {
            from = now;
        }
        made++;
        to = now;
    }

    void add(int many, long waited) {
        made += many;
        to = System.nanoTime();
        nanos.recordValue(Math.min(waited, LONGEST_NANOS));
    }

    /** Between the first and the last. */
    double seconds() {
        return (to - from) / 1e9;
    }

    int made() {
        return made;
    }

    Figures figures() {
        double used = Processor.own() - processor;
        return new Figures(made, made / seconds(), used / made, 0, percentile(0.5), percentile(0.99), Double.NaN);
    }

    private double percentile(double part) {
        return nanos.getTotalCount() == 0 ? 0 : nanos.getValueAtPercentile(100 * part) / 1000.0;
    }
}
