package dev.hub.verticles.channel;

import dev.hub.core.capacity.Capacity;
import dev.hub.core.valkey.ValkeyUnavailableException;
import dev.hub.verticles.refusal.ValkeyRefusals;
import io.vertx.core.Future;

/** What the asker is told when Valkey could not do something. */
final class Refusals {
    private static final String UNKNOWN = ValkeyRefusals.UNKNOWN + "; with an idempotency key it is safe to try again";

    private Refusals() {}

    /**
     * What Valkey could not do now, the client may try again; where it may have been done all the same, the text says so. For
     * lack of room alone {@code capacity} is told.
     */
    static <T> Future<T> of(Throwable cause, Capacity capacity) {
        if (cause instanceof ValkeyUnavailableException unavailable && unavailable.isFull()) {
            capacity.overrun();
        }
        return ValkeyRefusals.refuse(cause, UNKNOWN);
    }
}
