package dev.hub.core.valkey;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Gets calls onto the event loop that owns the state. */
final class EventLoop {

    private EventLoop() {}

    /** Runs the task at once when the caller is on the event loop already, else hands it over. */
    static <T extends @Nullable Object> Future<T> call(ContextInternal context, Supplier<Future<T>> task) {
        if (context.inThread()) {
            return task.get();
        }
        Promise<T> promise = Promise.promise();
        context.runOnContext(nothing -> attempt(task).onComplete(promise));
        return promise.future();
    }

    private static <T extends @Nullable Object> Future<T> attempt(Supplier<Future<T>> task) {
        try {
            return task.get();
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }
}
