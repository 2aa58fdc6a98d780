package dev.hub.verticles.node;

import com.sun.management.OperatingSystemMXBean;
import dev.hub.core.bus.Health;
import dev.hub.core.bus.Load;
import dev.hub.core.bus.NodeCommand.NodeLoad;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;

/** What the verticles of this instance last said of themselves. */
final class InstanceStatus {
    private static final long LEAST_NANOS = 500_000_000;
    private static final double NANOS_PER_SECOND = 1e9;

    private final Map<String, Load> loads = new HashMap<>();
    private final Map<String, Health> health = new TreeMap<>();
    private final Rate received = new Rate();
    private final Rate sent = new Rate();

    void update(Load load) {
        loads.put(load.source(), load);
    }

    void update(Health report) {
        health.put(report.source(), report);
    }

    /** All of it together. */
    NodeLoad load(long nowNanos) {
        Runtime runtime = Runtime.getRuntime();
        return new NodeLoad(
                sum(Load::clients),
                sum(Load::users),
                sum(Load::channels),
                sum(Load::subscriptions),
                received.of(total(Load::received), nowNanos),
                sent.of(total(Load::sent), nowNanos),
                cpu(),
                runtime.totalMemory() - runtime.freeMemory());
    }

    private int sum(ToIntFunction<Load> part) {
        return loads.values().stream().mapToInt(part).sum();
    }

    private long total(ToLongFunction<Load> part) {
        return loads.values().stream().mapToLong(part).sum();
    }

    private static int cpu() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? (int) Math.max(0, Math.round(system.getProcessCpuLoad() * 100))
                : 0;
    }

    /** In the order of the sources' names. */
    List<Health> health() {
        return List.copyOf(health.values());
    }

    /** How fast a number goes up. */
    private static final class Rate {
        private long total;
        private long atNanos;
        private long perSecond;

        long of(long now, long nowNanos) {
            long nanos = nowNanos - atNanos;
            if (nanos >= LEAST_NANOS) {
                perSecond = atNanos == 0 ? 0 : Math.round((now - total) * NANOS_PER_SECOND / nanos);
                total = now;
                atNanos = nowNanos;
            }
            return perSecond;
        }
    }
}
