package dev.hub.verticles.job;

import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import dev.hub.verticles.refusal.ValkeyRefusals;
import io.vertx.core.Future;

/** What an asker is told when something could not be done. */
final class Refusals {
    private Refusals() {}

    /** What Valkey could not do now, the asker may try again; what is out of range is the asker's fault. */
    static <T> Future<T> refuse(Throwable cause) {
        return cause instanceof IllegalArgumentException fault
                ? Future.failedFuture(HubException.of(ErrorCode.BAD_REQUEST, String.valueOf(fault.getMessage())))
                : ValkeyRefusals.refuse(cause, ValkeyRefusals.UNKNOWN);
    }
}
