package dev.hub.core.ratelimit;

import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;

/** What somebody is told whom a rule refuses. */
public final class LimitRefusal {
    private LimitRefusal() {}

    /** By an instance that has more to do than it can; {@code retryAfterMs} to be spread by the caller. */
    public static HubException ofCapacity(long retryAfterMs) {
        return HubException.of(
                ErrorCode.TOO_MANY_REQUESTS, "too many requests: the hub is busy, retry after " + retryAfterMs + " ms");
    }

    /** By the rule of {@code decision}, which refuses, that lets one wait longest. */
    public static HubException of(LimitDecision decision) {
        return decision.governing()
                .map(standing -> of(standing.rule(), standing.retryAfterMs()))
                .orElseGet(() -> HubException.of(ErrorCode.TOO_MANY_REQUESTS));
    }

    /**
     * By one rule. Always temporary: rules change, and an SDK gives up for ever on what is not.
     *
     * @param retryAfterMs as in {@link Standing}
     */
    public static HubException of(String rule, long retryAfterMs) {
        String wait = retryAfterMs == Standing.NEVER
                ? "which never admits as much"
                : "retry after " + Math.max(1, retryAfterMs) + " ms";
        return HubException.of(ErrorCode.TOO_MANY_REQUESTS, "too many requests: rule " + rule + ", " + wait);
    }
}
