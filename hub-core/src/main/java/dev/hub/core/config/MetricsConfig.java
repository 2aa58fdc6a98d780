package dev.hub.core.config;

/**
 * What the hub tells of itself.
 *
 * @param enabled serve figures for Prometheus at {@code /metrics}
 */
public record MetricsConfig(boolean enabled) {
    /** What holds unless configured otherwise. */
    public static MetricsConfig defaults() {
        return new MetricsConfig(true);
    }
}
