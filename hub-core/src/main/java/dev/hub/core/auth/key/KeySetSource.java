package dev.hub.core.auth.key;

import io.vertx.core.Future;

/** Where a key set is published. */
@FunctionalInterface
public interface KeySetSource {
    /** The text that is published now, in UTF-8; bounded in size and time. Fails when it cannot be had. */
    Future<byte[]> fetch();
}
