package dev.hub.core.ratelimit.store;

import dev.hub.core.ratelimit.algorithm.Holding;

/**
 * An instance reports what it spent of the slice that it holds of a limit, and says how much it wants to hold from now on.
 *
 * @param holder the incarnation of the instance, without space, {@code :} and {@code |}
 * @param request from {@link Holding#request}
 * @param ttlMillis how long it is held unless the holder calls again; then it counts as spent
 */
public record HoldCall(Limiter limiter, String holder, Holding.Request request, long ttlMillis) {}
