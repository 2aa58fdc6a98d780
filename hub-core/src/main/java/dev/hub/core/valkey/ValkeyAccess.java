package dev.hub.core.valkey;

import io.vertx.core.Vertx;

/**
 * How the verticles of a hub reach Valkey: each opens its own {@link Valkey} on its own event loop.
 *
 * @param keys names of what the hub keeps there
 */
public record ValkeyAccess(ValkeyOptions options, LinkSettings settings, Keyspace keys) {
    /** Begins to connect, on the caller's event loop. */
    public Valkey connect(Vertx vertx) {
        return Valkey.connect(vertx, options, settings);
    }
}
