package dev.hub.core.testkit;

import io.vertx.core.Future;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Results of futures, for tests that run on a plain thread. */
public final class Completed {
    private Completed() {}

    /** The result, waited for 20 s at most; an AssertionError with the cause where it failed. */
    public static <T extends @Nullable Object> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("nothing came within 20 s", e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
