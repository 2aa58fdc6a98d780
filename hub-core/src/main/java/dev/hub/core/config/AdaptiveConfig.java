package dev.hub.core.config;

import dev.hub.core.capacity.CapacityTargets;
import dev.hub.core.option.Range;
import java.time.Duration;

/**
 * Beyond what an instance has more to do than it can, and refuses what has the lowest priority.
 *
 * @param enabled it does; else it tries to do everything
 * @param loopLag how late an event loop may be, 10ms to 1m
 * @param valkeyLatency how long Valkey may take to answer, 10ms to 1m
 * @param cpu percent of the machine beyond which nothing more is admitted, 50 to 100
 * @param queue percent of server.queue-memory, 10 to 100
 * @param floor percent of each priority that is admitted in any case, 1 to 100
 */
public record AdaptiveConfig(
        boolean enabled,
        @Range(min = "10ms", max = "1m") Duration loopLag,
        @Range(min = "10ms", max = "1m") Duration valkeyLatency,
        @Range(min = "50", max = "100") int cpu,
        @Range(min = "10", max = "100") int queue,
        @Range(min = "1", max = "100") int floor) {
    /** What holds unless configured otherwise. */
    public static AdaptiveConfig defaults() {
        CapacityTargets targets = CapacityTargets.DEFAULT;
        return new AdaptiveConfig(
                true,
                targets.loopLag(),
                targets.valkeyLatency(),
                targets.cpuPercent(),
                targets.queuePercent(),
                targets.floorPercent());
    }

    /** As it is kept to. */
    public CapacityTargets targets() {
        return new CapacityTargets(loopLag, valkeyLatency, cpu, queue, floor);
    }
}
