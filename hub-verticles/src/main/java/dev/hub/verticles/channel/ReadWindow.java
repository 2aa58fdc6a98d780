package dev.hub.verticles.channel;

import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.function.Supplier;

/**
 * Lets reads go out together, but only so many at a time; the others wait in order. So a hundred thousand channels can be
 * read at once without a queue at the server that delays what is published meanwhile.
 */
final class ReadWindow {
    private final int width;
    private final int maxWaiting;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private int inFlight;

    /**
     * An empty window.
     *
     * @param width reads in flight at most, 1 or more
     * @param maxWaiting reads that wait at most; further ones are refused for now
     */
    ReadWindow(int width, int maxWaiting) {
        this.width = width;
        this.maxWaiting = maxWaiting;
    }

    /** Reads when its turn comes; fails as the read does, or with a temporary error when too many wait. */
    <T> Future<T> run(Supplier<Future<T>> read) {
        if (inFlight < width) {
            return send(read);
        }
        if (waiting.size() >= maxWaiting) {
            return Future.failedFuture(
                    HubException.of(ErrorCode.INTERNAL, "too many reads of streams wait, " + waiting.size()));
        }
        Promise<T> promise = Promise.promise();
        waiting.add(() -> send(read).onComplete(promise));
        return promise.future();
    }

    private <T> Future<T> send(Supplier<Future<T>> read) {
        inFlight++;
        return attempt(read).onComplete(done -> {
            inFlight--;
            next();
        });
    }

    private static <T> Future<T> attempt(Supplier<Future<T>> read) {
        try {
            return read.get();
        } catch (RuntimeException broken) {
            return Future.failedFuture(broken);
        }
    }

    private void next() {
        Runnable longest = inFlight < width ? waiting.poll() : null;
        if (longest != null) {
            longest.run();
        }
    }
}
