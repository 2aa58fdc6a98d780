package dev.hub.core.capacity;

import java.time.Duration;

/**
 * Beyond what an instance has more to do than it can.
 *
 * @param loopLag how late an event loop may be, 10 ms or more
 * @param valkeyLatency how long Valkey may take to answer, 10 ms or more
 * @param cpuPercent of the machine, 50 to 100; beyond it nothing more is admitted than is now, and less when loops are late
 * @param queuePercent of the memory for what waits for clients, 10 to 100
 * @param floorPercent that of each priority is admitted in any case, 1 to 100
 */
public record CapacityTargets(
        Duration loopLag, Duration valkeyLatency, int cpuPercent, int queuePercent, int floorPercent) {
    /** What holds unless configured otherwise. */
    public static final CapacityTargets DEFAULT =
            new CapacityTargets(Duration.ofMillis(500), Duration.ofSeconds(1), 95, 80, 10);

    private static final long LEAST_MILLIS = 10;

    /** Checks the ranges. */
    public CapacityTargets {
        requireLong("loop-lag", loopLag);
        requireLong("valkey-latency", valkeyLatency);
        requireRange("cpu", cpuPercent, 50);
        requireRange("queue", queuePercent, 10);
        requireRange("floor", floorPercent, 1);
    }

    private static void requireLong(String name, Duration time) {
        if (time.toMillis() < LEAST_MILLIS) {
            throw new IllegalArgumentException(name + " must be 10ms or more, got " + time.toMillis() + "ms");
        }
    }

    private static void requireRange(String name, int percent, int least) {
        if (percent < least || percent > 100) {
            throw new IllegalArgumentException(name + " must be " + least + " to 100, got " + percent);
        }
    }
}
