package dev.hub.verticles.channel;

import java.time.Duration;

/**
 * How one shard of the channels works.
 *
 * @param shard its number, from 0
 * @param unsubscribeDelay how long an unused Valkey subscription is kept, so that a channel whose last subscriber goes
 *     and comes back costs no round trip; 0 or more
 */
public record ChannelSettings(int shard, Duration unsubscribeDelay) {
    /** Checks the ranges. */
    public ChannelSettings {
        if (shard < 0 || unsubscribeDelay.isNegative()) {
            throw new IllegalArgumentException("shard and unsubscribe-delay must not be negative");
        }
    }
}
