package dev.hub.core.bus;

import dev.hub.core.protocol.HubException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Supplier;

/** How a verticle that works comes to be attached: it asks the hub until that is done, or never will be. */
final class Attachment {
    private static final Duration RETRY = Duration.ofMillis(500);

    private final Vertx vertx;
    private final Supplier<? extends Future<?>> request;
    private final Runnable refused;
    private final Promise<Void> ready = Promise.promise();
    private volatile boolean isOver;

    /** Asks by {@code request}; {@code refused} is run when asking is of no use. */
    Attachment(Vertx vertx, Supplier<? extends Future<?>> request, Runnable refused) {
        this.vertx = vertx;
        this.request = request;
        this.refused = refused;
    }

    /** Asks until it is attached, refused for good, or over. */
    void begin() {
        request.get().onSuccess(attached -> ready.tryComplete()).onFailure(this::failed);
    }

    private void failed(Throwable cause) {
        if (!HubException.from(cause).isTemporary()) {
            ready.tryFail(cause);
            refused.run();
        } else if (!isOver) {
            vertx.setTimer(RETRY.toMillis(), again -> begin());
        }
    }

    /** Asks no more; {@code reason} is told to who waits. */
    void end(String reason) {
        isOver = true;
        ready.tryFail(reason);
    }

    boolean isOver() {
        return isOver;
    }

    /** Done when it is attached; fails when it never will be. */
    Future<Void> ready() {
        return ready.future();
    }
}
