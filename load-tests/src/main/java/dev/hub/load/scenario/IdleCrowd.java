package dev.hub.load.scenario;

import dev.hub.load.crowd.Crowd;
import dev.hub.load.crowd.Loop;
import dev.hub.load.crowd.RunFailed;
import dev.hub.load.dialect.Centrifuge;
import dev.hub.load.dialect.Channels;
import dev.hub.load.dialect.Dialect;
import dev.hub.load.dialect.Role;
import dev.hub.load.dialect.Stamps;
import dev.hub.load.report.Metric;
import dev.hub.load.server.Contender;
import dev.hub.load.server.RunningServer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Memory of connections that do nothing. Read before and after, each time after garbage collections and a pause; a few connections come
 * and go before, so that code and pools are there. A fresh server each time: memory that an earlier crowd left to the process would make
 * the next one look cheaper.
 *
 * @param connections at the end
 * @param channels of the hub's subscribers; the peers have one room
 * @param settle pause before memory is read
 */
public record IdleCrowd(int connections, Channels channels, Duration settle) implements Scenario {
    private static final int RUN_IN = 500;
    private static final int PAYLOAD = 128;
    private static final double MEGA = 1e6;

    public IdleCrowd {
        Parameter.between("--connections", connections, 1, 1_000_000);
        Parameter.between("--settle", (int) settle.toSeconds(), 0, 600);
    }

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public String description() {
        return ("%,d connections, each subscribed to %s, nothing published; resident memory of the server against what it was before, "
                        + "both after two garbage collections and %d s.")
                .formatted(
                        connections,
                        channels == Channels.OWN ? "a channel of its own" : "one shared channel",
                        settle.toSeconds());
    }

    @Override
    public List<Metric> metrics() {
        return List.of(
                Metric.RSS_PER_CONNECTION,
                Metric.FAMILY_RSS_PER_CONNECTION,
                Metric.HEAP_PER_CONNECTION,
                Metric.RSS_BEFORE,
                Metric.RSS_AFTER);
    }

    @Override
    public boolean needsFreshServer() {
        return true;
    }

    @Override
    public Map<Metric, Double> measure(Contender contender, RunningServer server, Instruments instruments) {
        Dialect dialect = contender.dialect() instanceof Centrifuge hub
                ? new Centrifuge(hub.path(), hub.credentials(), channels)
                : contender.dialect();
        Stamps stamps = new Stamps(PAYLOAD);
        try (Loop loop = new Loop()) {
            try (Crowd early = new Crowd(loop, server.address(), dialect, Role.SUBSCRIBER, stamps)) {
                early.open(RUN_IN);
            }
            Memory before = read(loop, contender, server, instruments);
            try (Crowd crowd = new Crowd(loop, server.address(), dialect, Role.SUBSCRIBER, stamps)) {
                crowd.open(connections);
                Memory after = read(loop, contender, server, instruments);
                requireAll(loop, crowd);
                return figures(before, after);
            }
        }
    }

    private Memory read(Loop loop, Contender contender, RunningServer server, Instruments instruments) {
        loop.after(settle, () -> true);
        instruments.collectGarbage(contender, server);
        loop.after(settle, () -> true);
        long family =
                server.family().stream().mapToLong(instruments.memory()::bytes).sum();
        long resident = instruments.memory().bytes(server.pid());
        return new Memory(resident, family, instruments.liveHeap(contender, server));
    }

    private static void requireAll(Loop loop, Crowd crowd) {
        int lost = loop.call(() -> crowd.tally().lost());
        if (lost > 0) {
            throw new RunFailed(lost + " connections were lost while idle");
        }
    }

    private Map<Metric, Double> figures(Memory before, Memory after) {
        Map<Metric, Double> figures = new EnumMap<>(Metric.class);
        figures.put(Metric.RSS_BEFORE, before.resident / MEGA);
        figures.put(Metric.RSS_AFTER, after.resident / MEGA);
        figures.put(Metric.RSS_PER_CONNECTION, perConnection(after.resident - before.resident));
        figures.put(Metric.FAMILY_RSS_PER_CONNECTION, perConnection(after.family - before.family));
        if (before.heap.isPresent() && after.heap.isPresent()) {
            figures.put(Metric.HEAP_PER_CONNECTION, perConnection(after.heap.getAsLong() - before.heap.getAsLong()));
        }
        return figures;
    }

    private double perConnection(long bytes) {
        return (double) bytes / connections;
    }

    /** Bytes at one time. */
    private record Memory(long resident, long family, OptionalLong heap) {}
}
