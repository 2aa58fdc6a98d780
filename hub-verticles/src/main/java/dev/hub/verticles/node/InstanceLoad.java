package dev.hub.verticles.node;

import dev.hub.core.bus.Load;
import java.util.HashMap;
import java.util.Map;

/** The sum of what the verticles of this instance carry. */
final class InstanceLoad {
    private final Map<String, Load> bySource = new HashMap<>();

    void update(Load load) {
        bySource.put(load.source(), load);
    }

    int clients() {
        return bySource.values().stream().mapToInt(Load::clients).sum();
    }

    int channels() {
        return bySource.values().stream().mapToInt(Load::channels).sum();
    }
}
