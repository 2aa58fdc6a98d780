package dev.hub.verticles.jobs;

import dev.hub.verticles.measure.Figures;
import dev.hub.verticles.measure.Processor;
import java.util.Arrays;

/** Counts what is done, on one thread. */
final class Tally {
    private static final int MOST_SAMPLES = 2_000_000;

    private final double processor = Processor.own();
    private final long[] nanos = new long[MOST_SAMPLES];
    private long from = System.nanoTime();
    private long to;
    private int made;
    private int sampled;

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
        if (sampled < MOST_SAMPLES) {
            nanos[sampled++] = waited;
        }
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
        Arrays.sort(nanos, 0, sampled);
        return new Figures(made, made / seconds(), used / made, 0, percentile(0.5), percentile(0.99), Double.NaN);
    }

    private double percentile(double part) {
        return sampled == 0 ? 0 : nanos[(int) ((sampled - 1) * part)] / 1000.0;
    }
}
