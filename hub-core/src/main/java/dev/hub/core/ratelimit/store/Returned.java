package dev.hub.core.ratelimit.store;

/**
 * What giving back came to.
 *
 * @param amount that was given back; below 0 if it was charged
 * @param remaining how much can be taken at once now
 * @param resetMicros when all is there again if nothing more is taken
 */
public record Returned(long amount, long remaining, long resetMicros) {}
