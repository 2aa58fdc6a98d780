package dev.hub.core.bus;

import java.util.List;

/** What concerns all instances of the hub together. */
public sealed interface NodeCommand {
    /** Do this on every instance. Answered with {@link Done} once Valkey has passed it on. */
    record Everywhere(InstanceControl control) implements NodeCommand {}

    /** Tell which instances are alive. Answered with {@link Nodes}. */
    record ListNodes() implements NodeCommand {}

    /** Tell whether this instance can serve. Answered with {@link HealthReport}. */
    record CheckHealth() implements NodeCommand {}

    /** What each part of this instance last said of itself; up when all are. */
    record HealthReport(List<Health> checks) {
        /** Copies {@code checks}. */
        public HealthReport {
            checks = List.copyOf(checks);
        }

        /** Every part can do its work. */
        public boolean isUp() {
            return checks.stream().allMatch(Health::isUp);
        }
    }

    /** Done. */
    record Done() {}

    /** The living instances, this one among them. */
    record Nodes(List<NodeInfo> nodes) {
        /** Copies {@code nodes}. */
        public Nodes {
            nodes = List.copyOf(nodes);
        }
    }

    /**
     * One instance.
     *
     * @param uid made at its start
     * @param name as configured; the host's name and port by default
     * @param clients authenticated connections that it holds
     * @param channels channels with at least one subscriber on it
     * @param uptimeSeconds since its start
     */
    record NodeInfo(String uid, String name, String version, int clients, int channels, long uptimeSeconds) {}
}
