package dev.hub.load.scenario;

import dev.hub.load.crowd.ClosedLoop;
import dev.hub.load.crowd.Crowd;
import dev.hub.load.crowd.Drive;
import dev.hub.load.crowd.Loop;
import dev.hub.load.crowd.Publisher;
import dev.hub.load.crowd.RunFailed;
import dev.hub.load.dialect.Role;
import dev.hub.load.dialect.Stamps;
import dev.hub.load.report.Metric;
import dev.hub.load.server.Contender;
import dev.hub.load.server.RunningServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Closed loop: one publisher, as fast as the subscribers receive. Every count must be exact, or there is no figure.
 *
 * @param subscribers of the one channel
 * @param window most messages under way
 * @param burst messages that the publisher sends in one write
 * @param payload bytes of JSON
 */
public record FanOut(int subscribers, int window, int burst, int payload) implements Scenario {
    private static final Duration STALL = Duration.ofSeconds(5);

    public FanOut {
        Parameter.between("--subscribers", subscribers, 1, 1_000_000);
        Parameter.between("--burst", burst, 1, 10_000);
        Parameter.between("--window", window, burst, 1_000_000);
        Parameter.payload(payload);
    }

    /** The window that fits a burst: one burst at a time, and four messages when there are no bursts. */
    public static int windowFor(int burst) {
        return burst == 1 ? 4 : burst;
    }

    @Override
    public String name() {
        return "fan-out-b" + burst;
    }

    @Override
    public String description() {
        return "One publisher, %,d subscribers, %d bytes of payload, bursts of %d, at most %d messages under way (closed loop)."
                .formatted(subscribers, payload, burst, window);
    }

    @Override
    public List<Metric> metrics() {
        return List.of(
                Metric.CPU_PER_DELIVERY,
                Metric.DELIVERIES,
                Metric.SERVER_CORES,
                Metric.GENERATOR_CORES,
                Metric.P50,
                Metric.P99,
                Metric.OTHERS_CORES);
    }

    @Override
    public boolean needsFreshServer() {
        return false;
    }

    @Override
    public Map<Metric, Double> measure(Contender contender, RunningServer server, Instruments instruments) {
        Stamps stamps = new Stamps(payload);
        try (Loop loop = new Loop();
                Crowd crowd = new Crowd(loop, server.address(), contender.dialect(), Role.SUBSCRIBER, stamps);
                Publisher publisher = new Publisher(loop, server.address(), contender.dialect(), stamps)) {
            crowd.open(subscribers);
            Delivery delivery = new Delivery(loop, publisher, crowd);
            Drive drive = new ClosedLoop(publisher, crowd, stamps, window, burst);
            Map<Metric, Double> figures = delivery.drive(drive, server.family(), instruments);
            delivery.latenciesInto(figures);
            long missing = delivery.drain(STALL);
            delivery.requireSound();
            if (missing > 0) {
                throw new RunFailed(
                        missing + " deliveries are missing " + STALL.toSeconds() + " s after the last publication");
            }
            delivery.requireComplete();
            return figures;
        }
    }
}
