package dev.hub.verticles.ratelimit;

/**
 * Names one limiter.
 *
 * @param state as {@link dev.hub.core.ratelimit.ActiveRule.Arm#stateName}
 * @param subject whose it is
 */
record LimiterKey(String state, String subject) {}
