package dev.hub.core.valkey;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletableFuture;

/**
 * A real server of the hub's own, for when none is configured: {@code valkey-server} or {@code redis-server} from the PATH,
 * else the bundled Redis 6.2, with its data in the data directory (at most one second of writes is lost when the machine
 * fails). It has a random password, is restarted when it crashes, and ends with this process, even after kill -9.
 */
public final class PrivateServer {
    private final PrivateServerSupervisor supervisor;
    private final String url;
    private final String description;
    private final Future<Void> stopped;

    PrivateServer(PrivateServerSupervisor supervisor, String url, String description, Future<Void> stopped) {
        this.supervisor = supervisor;
        this.url = url;
        this.description = description;
        this.stopped = stopped;
    }

    /**
     * Starts a server and completes when it takes commands, which takes some 100 ms and longer when it has much data to
     * read. Fails with {@link PrivateServerException} when no program runs here, the data directory belongs to another
     * hub or a newer engine, or the server does not start. Nothing blocks the caller's thread; the result and the
     * listener's events come on the caller's context.
     */
    public static Future<PrivateServer> start(Vertx vertx, PrivateServerOptions options) {
        Context context = vertx.getOrCreateContext();
        Promise<PrivateServer> started = Promise.promise();
        CompletableFuture<Void> ended = new CompletableFuture<>();
        PrivateServerSupervisor supervisor = new PrivateServerSupervisor(
                options, event -> context.runOnContext(v -> options.listener().accept(event)));
        Thread.ofVirtual()
                .name("private-server")
                .start(() -> supervisor.run(
                        ready -> context.runOnContext(v -> started.complete(new PrivateServer(
                                supervisor,
                                ready.url(),
                                ready.description(),
                                Future.fromCompletionStage(ended, context)))),
                        failure -> {
                            if (failure == null) {
                                ended.complete(null);
                            } else {
                                ended.completeExceptionally(failure);
                                context.runOnContext(v -> started.tryFail(failure));
                            }
                        }));
        return started.future();
    }

    /** For clients, with the password: {@code unix:///path?password=...} or {@code redis://:...@127.0.0.1:port}. */
    public String url() {
        return url;
    }

    /** For people and logs: engine, version, program, where it listens, where its data is. No secret. */
    public String describe() {
        return description;
    }

    /** Stops it: it writes its data to disk and ends. Completes when it has ended, within 15 s. */
    public Future<Void> stop() {
        supervisor.requestStop();
        return stopped;
    }

    @Override
    public String toString() {
        return description;
    }
}
