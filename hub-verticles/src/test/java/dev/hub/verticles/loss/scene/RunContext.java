package dev.hub.verticles.loss.scene;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** The one context to which everything of a run belongs, so that nothing of it needs locks. */
public final class RunContext implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 90;

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();

    /** Whose context it is. */
    public Vertx vertx() {
        return vertx;
    }

    /** Runs an action there, and waits for its end. */
    public void on(Runnable action) {
        call(() -> {
            action.run();
            return true;
        });
    }

    /** Runs an action there, and waits for what it gives. */
    public <T> T call(Callable<T> action) {
        CompletableFuture<T> result = new CompletableFuture<>();
        context.runOnContext(now -> {
            try {
                result.complete(action.call());
            } catch (Exception | AssertionError failed) {
                result.completeExceptionally(failed);
            }
        });
        return result.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    /** Begins something there, and waits for what comes of it. */
    public <T> T get(Callable<Future<T>> action) {
        return call(action)
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    /** Waits for the end of something that was begun there, however it ends. */
    public void settle(Future<?> future) {
        future.otherwiseEmpty()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    /** Waits until a condition, which is asked for there, holds; tells whether it did in that time. */
    public boolean isTrueWithin(Duration time, BooleanSupplier condition) {
        try {
            Awaitility.await()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(50))
                    .atMost(time)
                    .until(() -> call(condition::getAsBoolean));
            return true;
        } catch (ConditionTimeoutException late) {
            return false;
        }
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
