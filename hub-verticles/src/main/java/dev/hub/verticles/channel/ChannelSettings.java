package dev.hub.verticles.channel;

import java.time.Duration;

/**
 * How channels are kept.
 *
 * @param unsubscribeDelay how long an unused Valkey subscription is kept, so that a channel whose last subscriber goes
 *     and comes back costs no round trip; 0 or more
 * @param positionCheckInterval a channel with history that has been quiet for so long is compared with its stream; 1 s
 *     to 1 h
 * @param recentBytes memory of one shard for the last publications of its channels, out of which subscribers recover; 0
 *     to 64 MB
 */
public record ChannelSettings(Duration unsubscribeDelay, Duration positionCheckInterval, long recentBytes) {
    /** Largest memory for recent publications of one shard, in bytes. */
    public static final long MAX_RECENT_BYTES = 64 * 1024 * 1024;

    /** Checks the ranges. */
    public ChannelSettings {
        if (unsubscribeDelay.isNegative()) {
            throw new IllegalArgumentException("unsubscribe-delay must not be negative, got " + unsubscribeDelay);
        }
        if (positionCheckInterval.compareTo(Duration.ofSeconds(1)) < 0
                || positionCheckInterval.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException(
                    "position-check-interval must be 1 s to 1 h, got " + positionCheckInterval);
        }
        if (recentBytes < 0 || recentBytes > MAX_RECENT_BYTES) {
            throw new IllegalArgumentException(
                    "recent bytes must be 0 to " + MAX_RECENT_BYTES + ", got " + recentBytes);
        }
    }
}
