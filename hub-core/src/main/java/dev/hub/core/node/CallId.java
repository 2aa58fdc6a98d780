package dev.hub.core.node;

/**
 * Tells a call between instances from all others.
 *
 * @param from uid of the instance that waits for answers
 * @param number counted by it from its start
 */
public record CallId(String from, long number) {}
