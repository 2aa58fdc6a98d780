package dev.hub.verticles.channel;

import dev.hub.core.capacity.Capacity;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import dev.hub.core.valkey.ValkeyException;
import dev.hub.core.valkey.ValkeyUnavailableException;
import io.vertx.core.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the asker is told when Valkey could not do something. */
final class Refusals {
    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
    private static final String UNKNOWN =
            "the outcome is unknown: it may have been done; with an idempotency key it is safe to try again";

    private Refusals() {}

    /**
     * What Valkey could not do now, the client may try again; where it may have been done all the same, the text says so. For
     * lack of room alone {@code capacity} is told.
     */
    static <T> Future<T> of(Throwable cause, Capacity capacity) {
        if (cause instanceof ValkeyUnavailableException unavailable && unavailable.isFull()) {
            capacity.overrun();
        }
        if (cause instanceof ValkeyException refusal) {
            LOG.debug("Valkey did not take a command: {}", cause.getMessage());
            return Future.failedFuture(
                    refusal.isOutcomeUnknown()
                            ? HubException.of(ErrorCode.INTERNAL, UNKNOWN)
                            : HubException.of(ErrorCode.INTERNAL));
        }
        return Future.failedFuture(cause);
    }
}
