package dev.hub.core.bus;

import dev.hub.core.channel.Publication;

/**
 * A publication that a verticle is to work on.
 *
 * @param publication what was published; its {@code channel} is set when the consumer has a pattern
 * @param offset its place in the stream
 * @param attempt how often it has been delivered, this time included; from 1
 */
public record ConsumedPublication(Publication publication, long offset, int attempt) {}
