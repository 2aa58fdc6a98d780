package dev.hub.verticles.webhook;

import dev.hub.core.channel.Payload;

/**
 * An event that a webhook is to be told of.
 *
 * @param offset in the events channel, by which it is acknowledged
 * @param key events of one key are told one after the other: the channel, or the user or instance
 * @param id of the event
 * @param json the event
 */
record WebhookEvent(long offset, String key, String id, Payload json) {}
