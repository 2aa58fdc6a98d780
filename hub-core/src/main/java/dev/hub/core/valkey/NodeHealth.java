package dev.hub.core.valkey;

/**
 * One link of a health report.
 *
 * @param endpoint the server
 * @param use what the link is for: {@code commands}, {@code durable}, {@code subscriptions} or {@code sentinel}
 * @param state what it is doing
 * @param lastError text of the last failure since it was READY, empty when there is none
 * @param roundTripMicros time of the last heartbeat in microseconds, -1 before the first
 */
public record NodeHealth(Endpoint endpoint, String use, LinkState state, String lastError, long roundTripMicros) {}
