package dev.hub.core.bus;

/**
 * This instance leads from now on, or does not any more. A hint: before each act {@link HubBus#leadership} says whether it
 * still does.
 *
 * @param term in which it leads, or did
 */
public record LeadershipChanged(boolean isLeading, long term) {}
