package dev.hub.load.scenario;

import dev.hub.load.crowd.Crowd;
import dev.hub.load.crowd.Loop;
import dev.hub.load.crowd.RunFailed;
import dev.hub.load.crowd.Storm;
import dev.hub.load.dialect.Role;
import dev.hub.load.dialect.Stamps;
import dev.hub.load.report.Metric;
import dev.hub.load.server.Contender;
import dev.hub.load.server.RunningServer;
import java.util.List;
import java.util.Map;

/**
 * Clients that connect as fast as the server lets them: TCP, WebSocket handshake, and for the hub connect with token and subscribe. Each
 * is reset as soon as it is confirmed.
 *
 * @param atOnce handshakes under way at any time
 */
public record ConnectStorm(int atOnce) implements Scenario {
    private static final int PAYLOAD = 128;

    public ConnectStorm {
        Parameter.between("--at-once", atOnce, 1, 10_000);
    }

    @Override
    public String name() {
        return "connect-storm";
    }

    @Override
    public String description() {
        return ("%d handshakes under way at any time, each connection reset when it is confirmed. The hub answers connect and subscribe, "
                        + "Socket.IO its connect packet, the others the WebSocket handshake alone.")
                .formatted(atOnce);
    }

    @Override
    public List<Metric> metrics() {
        return List.of(
                Metric.CPU_PER_HANDSHAKE,
                Metric.HANDSHAKES,
                Metric.SERVER_CORES,
                Metric.GENERATOR_CORES,
                Metric.OTHERS_CORES);
    }

    @Override
    public boolean needsFreshServer() {
        return false;
    }

    @Override
    public Map<Metric, Double> measure(Contender contender, RunningServer server, Instruments instruments) {
        try (Loop loop = new Loop();
                Crowd crowd =
                        new Crowd(loop, server.address(), contender.dialect(), Role.SUBSCRIBER, new Stamps(PAYLOAD))) {
            Storm storm = new Storm(crowd);
            List<Long> family = server.family();
            loop.call(() -> {
                storm.run(atOnce);
                return true;
            });
            Probe start = loop.after(instruments.warmUp(), () -> Probe.of(storm.done(), family, instruments));
            Probe end = loop.after(instruments.measured(), () -> {
                Probe probe = Probe.of(storm.done(), family, instruments);
                storm.stop();
                return probe;
            });
            String failure = loop.call(storm::failure);
            if (!failure.isEmpty()) {
                throw new RunFailed(failure);
            }
            return end.since(start, Metric.HANDSHAKES, Metric.CPU_PER_HANDSHAKE);
        }
    }
}
