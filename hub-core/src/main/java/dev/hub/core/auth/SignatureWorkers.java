package dev.hub.core.auth;

import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads that check signatures with public keys, which would hold up an event loop. Safe from any thread. */
public final class SignatureWorkers {
    /** So many checks may wait: about as many as are made in the time that clients wait for an answer on a busy machine. */
    private static final int MAX_WAITING = 2048;

    private final WorkerExecutor threads;
    private final AtomicInteger waiting = new AtomicInteger();

    /** As many threads as the machine has cores, for all that are made on {@code vertx} together. */
    public SignatureWorkers(Vertx vertx) {
        this.threads = vertx.createSharedWorkerExecutor(
                "hub-tokens", Runtime.getRuntime().availableProcessors());
    }

    /** What {@code check} returns; fails with {@link ErrorCode#TOO_MANY_REQUESTS} when too much waits. */
    <T> Future<T> run(Callable<T> check) {
        if (waiting.incrementAndGet() > MAX_WAITING) {
            waiting.decrementAndGet();
            return Future.failedFuture(HubException.of(ErrorCode.TOO_MANY_REQUESTS));
        }
        return threads.executeBlocking(check, false)
                .map(result -> Objects.requireNonNull(result))
                .onComplete(done -> waiting.decrementAndGet());
    }
}
