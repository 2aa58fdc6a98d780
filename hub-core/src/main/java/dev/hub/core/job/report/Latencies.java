package dev.hub.core.job.report;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * How long things took, in ms: how many fall into each of the buckets of an HdrHistogram, of which those of several instances can be
 * added up, as their percentiles cannot. What is told is at most 6 % more than what was.
 */
public final class Latencies {
    /** Nothing was measured. */
    public static final Latencies NONE = new LatencyTally().total();

    /** Thirty days. */
    static final long LONGEST = 2_592_000_000L;

    /** Decimal digits that count: 16 buckets or more for each doubling. */
    static final int DIGITS = 1;

    private final Histogram buckets;

    /** Takes {@code buckets} over. */
    Latencies(Histogram buckets) {
        this.buckets = buckets;
    }

    /**
     * So many things took so long.
     *
     * @param count of them, from 1
     */
    public record Bucket(long millis, long count) {}

    /**
     * Those of {@link #filled}.
     *
     * @throws IllegalArgumentException when they cannot be
     */
    public static Latencies of(List<Bucket> filled) {
        Histogram all = new Histogram(DIGITS);
        for (Bucket each : filled) {
            if (each.millis() < 0 || each.millis() > 2 * LONGEST || each.count() < 1) {
                throw new IllegalArgumentException("no bucket of latencies: " + each);
            }
            all.recordValueWithCount(each.millis(), each.count());
        }
        return new Latencies(all);
    }

    /** What there is, the shortest first. */
    public List<Bucket> filled() {
        List<Bucket> filled = new ArrayList<>();
        for (HistogramIterationValue each : buckets.recordedValues()) {
            filled.add(new Bucket(each.getValueIteratedTo(), each.getCountAddedInThisIterationStep()));
        }
        return filled;
    }

    /** Both together. */
    public Latencies plus(Latencies other) {
        Histogram sum = buckets.copy();
        sum.add(other.buckets);
        return new Latencies(sum);
    }

    /** How many things. */
    public long count() {
        return buckets.getTotalCount();
    }

    /** So many percent of them took that long or less; 0 when there are none. */
    public long percentile(double percent) {
        return count() == 0 ? 0 : buckets.getValueAtPercentile(percent);
    }

    /** The longest; 0 when there are none. */
    public long max() {
        return count() == 0 ? 0 : buckets.getMaxValue();
    }

    /** Their mean; 0 when there are none. */
    public double mean() {
        return count() == 0 ? 0 : buckets.getMean();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Latencies same && filled().equals(same.filled());
    }

    @Override
    public int hashCode() {
        return filled().hashCode();
    }

    @Override
    public String toString() {
        return "Latencies" + filled();
    }
}
