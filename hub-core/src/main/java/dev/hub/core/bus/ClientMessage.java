package dev.hub.core.bus;

import dev.hub.core.channel.Payload;

/**
 * What a client sent without asking for an answer.
 *
 * @param user who sent it; empty for an anonymous client
 * @param client the id of the connection
 */
public record ClientMessage(Payload data, String user, String client) {}
