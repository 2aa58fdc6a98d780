package dev.hub.websocket;

import dev.hub.websocket.connection.ConnectionLimits;
import java.time.Duration;

/**
 * How one WebSocketVerticle works.
 *
 * @param loop number of the event loop, from 0; unique among the verticles of this instance
 * @param version of the hub, told to clients
 * @param maxConnections sockets that this verticle holds at most; further upgrades are refused with status 503
 * @param drain over which a stopping verticle spreads the closing of its connections; 0 for all at once
 * @param limits of each connection
 * @param queueMemory bytes that may wait for the sockets of all verticles of this instance together; 1 or more, and
 *     the same for all of them
 * @param admission how many connections addresses and users may have
 */
public record WebSocketSettings(
        int loop,
        String version,
        int maxConnections,
        Duration drain,
        ConnectionLimits limits,
        long queueMemory,
        AdmissionRules admission) {
    /** Checks the ranges. */
    public WebSocketSettings {
        if (loop < 0) {
            throw new IllegalArgumentException("loop must be 0 or more, got " + loop);
        }
        if (maxConnections < 1) {
            throw new IllegalArgumentException("max-connections must be 1 or more, got " + maxConnections);
        }
        if (queueMemory < 1) {
            throw new IllegalArgumentException("queue-memory must be 1 or more, got " + queueMemory);
        }
        if (drain.isNegative()) {
            throw new IllegalArgumentException("drain must be 0 or more, got " + drain);
        }
    }
}
