package dev.hub.load.scenario;

import dev.hub.load.crowd.Crowd;
import dev.hub.load.crowd.Drive;
import dev.hub.load.crowd.Loop;
import dev.hub.load.crowd.Publisher;
import dev.hub.load.crowd.RunFailed;
import dev.hub.load.report.Metric;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** One run of a fan-out: what it cost, and whether every subscriber got every message, once and in order. */
final class Delivery {
    private static final Duration POLL = Duration.ofMillis(20);
    private static final double NANOS_PER_MILLI = 1e6;

    private final Loop loop;
    private final Publisher publisher;
    private final Crowd crowd;

    Delivery(Loop loop, Publisher publisher, Crowd crowd) {
        this.loop = loop;
        this.publisher = publisher;
        this.crowd = crowd;
    }

    /** Runs the drive through warm-up and the measured window. Latencies are recorded from the beginning of the window on. */
    Map<Metric, Double> drive(Drive drive, List<Long> family, Instruments instruments) {
        loop.call(() -> {
            drive.start();
            return true;
        });
        Probe start = loop.after(instruments.warmUp(), () -> {
            crowd.tally().record();
            return Probe.of(crowd.tally().deliveries(), family, instruments);
        });
        Probe end = loop.after(instruments.measured(), () -> {
            drive.stop();
            return Probe.of(crowd.tally().deliveries(), family, instruments);
        });
        return end.since(start, Metric.DELIVERIES, Metric.CPU_PER_DELIVERY);
    }

    /** Waits until all that was published has arrived, or the time is over. Returns how many deliveries are missing. */
    long drain(Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        long missing = loop.call(this::missing);
        while (missing > 0 && System.nanoTime() < deadline) {
            missing = loop.after(POLL, this::missing);
        }
        return missing;
    }

    /** Fails when a connection was lost or anything came out of order or twice. */
    void requireSound() {
        loop.call(() -> {
            require(
                    publisher.tally().lost() == 0,
                    "the publisher was " + publisher.tally().firstLoss());
            require(
                    crowd.tally().lost() == 0,
                    crowd.tally().lost() + " subscribers were lost; the first was "
                            + crowd.tally().firstLoss());
            require(
                    crowd.tally().disordered() == 0,
                    crowd.tally().disordered() + " deliveries out of order or doubled");
            return true;
        });
    }

    /** Fails unless each single subscriber got exactly what was published. */
    void requireComplete() {
        loop.call(() -> {
            long published = publisher.published();
            require(
                    crowd.fewestDeliveries() == published && crowd.mostDeliveries() == published,
                    "of %d messages subscribers got %d to %d"
                            .formatted(published, crowd.fewestDeliveries(), crowd.mostDeliveries()));
            return true;
        });
    }

    /** Adds the percentiles recorded so far. */
    void latenciesInto(Map<Metric, Double> figures) {
        Histogram latencies = loop.call(() -> crowd.tally().latencies());
        figures.put(Metric.P50, latencies.getValueAtPercentile(50) / NANOS_PER_MILLI);
        figures.put(Metric.P99, latencies.getValueAtPercentile(99) / NANOS_PER_MILLI);
        figures.put(Metric.LONGEST, latencies.getMaxValue() / NANOS_PER_MILLI);
    }

    private long missing() {
        return publisher.published() * crowd.size() - crowd.tally().deliveries();
    }

    private static void require(boolean sound, String otherwise) {
        if (!sound) {
            throw new RunFailed(otherwise);
        }
    }
}
