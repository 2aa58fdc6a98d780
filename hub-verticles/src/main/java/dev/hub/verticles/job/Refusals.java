package dev.hub.verticles.job;

import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import dev.hub.core.valkey.ValkeyException;
import io.vertx.core.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an asker is told when something could not be done. */
final class Refusals {
    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
    private static final String UNKNOWN = "the outcome is unknown: it may have been done";

    private Refusals() {}

    /** What Valkey could not do now, the asker may try again; what is out of range is the asker's fault. */
    static <T> Future<T> refuse(Throwable cause) {
        return switch (cause) {
            case ValkeyException refusal -> {
                LOG.debug("Valkey did not take a command: {}", cause.getMessage());
                yield Future.failedFuture(
                        refusal.isOutcomeUnknown()
                                ? HubException.of(ErrorCode.INTERNAL, UNKNOWN)
                                : HubException.of(ErrorCode.INTERNAL));
            }
            case IllegalArgumentException fault ->
                Future.failedFuture(HubException.of(ErrorCode.BAD_REQUEST, String.valueOf(fault.getMessage())));
            default -> Future.failedFuture(cause);
        };
    }
}
