package dev.hub.core.consumer;

import dev.hub.core.channel.Payload;

/**
 * A publication that somebody has until the ack timeout to work on.
 *
 * @param offset its place in the stream, by which it is acknowledged
 * @param attempt how often it has been delivered, this time included; from 1
 * @param channel where it was published; empty for the consumer's own channel
 * @param publication its JSON, without offset
 */
public record ConsumerDelivery(long offset, int attempt, String channel, Payload publication) {}
