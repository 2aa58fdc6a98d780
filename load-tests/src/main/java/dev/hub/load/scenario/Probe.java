package dev.hub.load.scenario;

import dev.hub.load.report.Metric;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The counters at one instant; what happened is the difference of two.
 *
 * @param nanos of {@link System#nanoTime}
 * @param events deliveries or handshakes so far
 * @param serverSeconds CPU of the server's family so far
 * @param ownSeconds CPU of the generator so far
 * @param machineSeconds CPU of everything on the machine so far
 */
record Probe(long nanos, long events, double serverSeconds, double ownSeconds, double machineSeconds) {
    static Probe of(long events, List<Long> family, Instruments instruments) {
        return new Probe(
                System.nanoTime(),
                events,
                instruments.serverSeconds(family),
                instruments.ownSeconds(),
                instruments.machine().busySeconds());
    }

    /** Rates since the other probe. Without a single event, the cost of one is left out. */
    Map<Metric, Double> since(Probe start, Metric rate, Metric cost) {
        double seconds = (nanos - start.nanos) / 1e9;
        double server = serverSeconds - start.serverSeconds;
        long count = events - start.events;
        Map<Metric, Double> figures = new EnumMap<>(Metric.class);
        figures.put(rate, count / seconds);
        figures.put(Metric.SERVER_CORES, server / seconds);
        double own = ownSeconds - start.ownSeconds;
        double others = machineSeconds - start.machineSeconds - server - own;
        figures.put(Metric.GENERATOR_CORES, own / seconds);
        figures.put(Metric.OTHERS_CORES, Math.max(0, others) / seconds);
        if (count > 0) {
            figures.put(cost, server * 1e6 / count);
        }
        return figures;
    }
}
