package dev.hub.core.bus;

/**
 * A connection that somebody watched is over, see {@link ConnectionCommand.Watch}.
 *
 * @param client its id
 */
public record ConnectionGone(String client) {}
