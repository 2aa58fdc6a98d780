package dev.hub.core.bus;

import java.time.Duration;

/**
 * How a verticle works for a durable consumer.
 *
 * @param maxInFlight how many publications it works on at a time, 1 to 1000
 * @param retryDelay after how long a publication comes again whose handler failed; 0 for at once
 */
public record ConsumeOptions(int maxInFlight, Duration retryDelay) {
    /** Up to 100 at a time; what failed comes again after a second. */
    public static final ConsumeOptions STANDARD = new ConsumeOptions(100, Duration.ofSeconds(1));

    /** Checks the ranges. */
    public ConsumeOptions {
        if (maxInFlight < 1 || maxInFlight > 1_000) {
            throw new IllegalArgumentException("max-in-flight must be 1 to 1000, got " + maxInFlight);
        }
        if (retryDelay.isNegative() || retryDelay.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("retry-delay must be 0 to 24h, got " + retryDelay);
        }
    }
}
