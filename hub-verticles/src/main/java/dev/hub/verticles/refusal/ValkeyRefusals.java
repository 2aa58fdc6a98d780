package dev.hub.verticles.refusal;

import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import dev.hub.core.valkey.ValkeyException;
import io.vertx.core.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an asker is told when Valkey could not do something: an internal error, after which it may try again. */
public final class ValkeyRefusals {
    /** A text for what may have been done all the same. */
    public static final String UNKNOWN = "the outcome is unknown: it may have been done";

    private static final Logger LOG = LoggerFactory.getLogger(ValkeyRefusals.class);

    private ValkeyRefusals() {}

    /** For what may be done twice. Other causes stay as they are. */
    public static <T> Future<T> refuse(Throwable cause) {
        return Future.failedFuture(cause instanceof ValkeyException refusal ? internal(refusal) : cause);
    }

    /** For what may have been done without our knowing: then {@code unknown} is told. Other causes stay as they are. */
    public static <T> Future<T> refuse(Throwable cause, String unknown) {
        return cause instanceof ValkeyException refusal && refusal.isOutcomeUnknown()
                ? Future.failedFuture(internal(refusal, unknown))
                : refuse(cause);
    }

    private static HubException internal(ValkeyException refusal) {
        return internal(refusal, ErrorCode.INTERNAL.message());
    }

    private static HubException internal(ValkeyException refusal, String text) {
        LOG.debug("Valkey did not take a command: {}", refusal.getMessage());
        return HubException.of(ErrorCode.INTERNAL, text);
    }
}
