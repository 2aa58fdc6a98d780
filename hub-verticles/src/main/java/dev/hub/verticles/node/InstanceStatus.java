package dev.hub.verticles.node;

import dev.hub.core.bus.Health;
import dev.hub.core.bus.Load;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the verticles of this instance last said of themselves. */
final class InstanceStatus {
    private final Map<String, Load> loads = new HashMap<>();
    private final Map<String, Health> health = new TreeMap<>();

    void update(Load load) {
        loads.put(load.source(), load);
    }

    void update(Health report) {
        health.put(report.source(), report);
    }

    int clients() {
        return loads.values().stream().mapToInt(Load::clients).sum();
    }

    int channels() {
        return loads.values().stream().mapToInt(Load::channels).sum();
    }

    /** In the order of the sources' names. */
    List<Health> health() {
        return List.copyOf(health.values());
    }
}
