package dev.hub.core.node;

import java.time.Instant;
import java.util.UUID;

/**
 * What stays the same about this instance as long as it runs.
 *
 * @param uid made at its start, so that a restarted instance is another one
 * @param name as configured, for people
 * @param version of the hub
 */
public record NodeIdentity(String uid, String name, String version, Instant startedAt) {
    /** A new instance that starts now. */
    public static NodeIdentity starting(String name, String version, Instant now) {
        return new NodeIdentity(UUID.randomUUID().toString(), name, version, now);
    }
}
