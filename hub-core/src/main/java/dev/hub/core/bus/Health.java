package dev.hub.core.bus;

/**
 * Whether one part of this instance can do its work.
 *
 * @param source the part; a later report of the same source replaces the former
 * @param detail for a person: what is wrong, or where it is connected
 */
public record Health(String source, boolean isUp, String detail) {}
