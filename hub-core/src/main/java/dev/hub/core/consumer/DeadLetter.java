package dev.hub.core.consumer;

import dev.hub.core.channel.Payload;

/**
 * A publication that was delivered too often without being acknowledged.
 *
 * @param id of the letter
 * @param time when it was put aside, ms since 1970 by the server's clock
 * @param attempts how often it had been delivered
 * @param channel where it was published; empty for the consumer's own channel
 */
public record DeadLetter(
        String id, long time, long offset, String epoch, int attempts, String channel, Payload publication) {}
