package dev.hub.core.valkey;

import java.time.Duration;

/**
 * When a durable command counts as done.
 *
 * @param replicas that must have it, 1 to 16; default 1
 * @param timeout how long they may take before the outcome is unknown; default 1 s
 */
public record DurableSettings(int replicas, Duration timeout) {
    /** Settings fit for production. */
    public static final DurableSettings DEFAULT = new DurableSettings(1, Duration.ofSeconds(1));

    private static final int MOST_REPLICAS = 16;

    /** Checks the ranges. */
    public DurableSettings {
        if (replicas < 1 || replicas > MOST_REPLICAS) {
            throw new IllegalArgumentException("durable replicas must be 1 to " + MOST_REPLICAS + ", got " + replicas);
        }
        if (timeout.toMillis() < 1) {
            throw new IllegalArgumentException("the durable timeout must be 1 ms or more, got " + timeout);
        }
    }
}
