package dev.hub.core.bus;

/**
 * What one verticle of this instance carries at the moment.
 *
 * @param source the verticle; a later report of the same source replaces the former
 * @param clients authenticated connections
 * @param channels channels with a subscriber
 */
public record Load(String source, int clients, int channels) {}
