package dev.hub.core.ratelimit.store;

import dev.hub.core.ratelimit.Standing;

/**
 * What is held after a {@link HoldCall}.
 *
 * @param amount held, beyond what the call reported as spent
 * @param remaining that nobody holds and anybody could take
 * @param retryAfterMicros when there may be more; 0 if there is, {@link Standing#NEVER} if the limit is 0
 * @param resetMicros when all is there again if nothing more is taken
 */
public record HoldReply(long amount, long remaining, long retryAfterMicros, long resetMicros) {}
