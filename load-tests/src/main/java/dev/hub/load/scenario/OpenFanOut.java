package dev.hub.load.scenario;

import dev.hub.load.crowd.Crowd;
import dev.hub.load.crowd.Drive;
import dev.hub.load.crowd.Loop;
import dev.hub.load.crowd.OpenLoop;
import dev.hub.load.crowd.Publisher;
import dev.hub.load.dialect.Role;
import dev.hub.load.dialect.Stamps;
import dev.hub.load.report.Metric;
import dev.hub.load.server.Contender;
import dev.hub.load.server.RunningServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Open loop: a steady rate, whether the server keeps up or not. What has not arrived some seconds after the last publication is a figure,
 * not a failure. Latency counts from when a message was due.
 *
 * @param subscribers of the one channel
 * @param perSecond publications per second
 * @param payload bytes of JSON
 */
public record OpenFanOut(int subscribers, int perSecond, int payload) implements Scenario {
    private static final Duration DRAIN = Duration.ofSeconds(5);

    public OpenFanOut {
        Parameter.between("--subscribers", subscribers, 1, 1_000_000);
        Parameter.between("--rate", perSecond, 1, 1_000_000);
        Parameter.payload(payload);
    }

    @Override
    public String name() {
        return "fan-out-open";
    }

    @Override
    public String description() {
        return ("One publisher at a steady %,d publications/s, %,d subscribers, %d bytes of payload: %,d deliveries/s due (open loop). "
                        + "Not delivered: what is missing %d s after the last publication.")
                .formatted(perSecond, subscribers, payload, (long) perSecond * subscribers, DRAIN.toSeconds());
    }

    @Override
    public List<Metric> metrics() {
        return List.of(
                Metric.SERVER_CORES,
                Metric.CPU_PER_DELIVERY,
                Metric.DELIVERIES,
                Metric.P50,
                Metric.P99,
                Metric.LONGEST,
                Metric.MISSING,
                Metric.GENERATOR_CORES,
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
            Drive drive = new OpenLoop(loop, publisher, stamps, perSecond);
            Map<Metric, Double> figures = delivery.drive(drive, server.family(), instruments);
            figures.put(Metric.MISSING, (double) delivery.drain(DRAIN));
            delivery.latenciesInto(figures);
            delivery.requireSound();
            if (figures.get(Metric.MISSING) == 0) {
                delivery.requireComplete();
            }
            return figures;
        }
    }
}
