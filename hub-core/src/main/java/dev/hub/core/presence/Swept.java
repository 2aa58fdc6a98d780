package dev.hub.core.presence;

/**
 * What became of a page of a dead instance's members.
 *
 * @param after where the next page begins; empty when there is none
 * @param dueMillis in how many ms the grace of the next one ends; -1 when none of the page has any
 * @param hasEvents events wait in the outbox
 */
public record Swept(String after, long dueMillis, boolean hasEvents) {}
