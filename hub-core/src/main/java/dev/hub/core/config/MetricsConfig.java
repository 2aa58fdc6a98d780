package dev.hub.core.config;

import dev.hub.core.option.Range;
import java.time.Duration;

/**
 * What the hub tells of itself.
 *
 * @param enabled serve figures for Prometheus at {@code /metrics}
 * @param dashboardInterval between two publications of the status channels, 100ms to 1m
 */
public record MetricsConfig(
        boolean enabled, @Range(min = "100ms", max = "1m") Duration dashboardInterval) {
    /** What holds unless configured otherwise. */
    public static MetricsConfig defaults() {
        return new MetricsConfig(true, Duration.ofSeconds(1));
    }

    void check(Rules rules) {
        rules.requireRanges("metrics", this);
    }
}
