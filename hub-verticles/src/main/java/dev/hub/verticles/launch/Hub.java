package dev.hub.verticles.launch;

import dev.hub.core.config.HubConfig;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

/** A running instance of the hub. */
public final class Hub {
    private final Vertx vertx;
    private final int port;

    private Hub(Vertx vertx, int port) {
        this.vertx = vertx;
        this.port = port;
    }

    /** Starts a hub. */
    public static Future<Hub> start(HubConfig config) {
        Vertx vertx = Vertx.vertx();
        // Not bound to a context: there is none left to tell of a failure once Vert.x is closed.
        Promise<Hub> started = Promise.promise();
        vertx.createHttpServer()
                .requestHandler(request -> request.response().end("{\"status\":\"up\"}"))
                .listen(config.server().port(), config.server().host())
                .onSuccess(server -> started.complete(new Hub(vertx, server.actualPort())))
                .onFailure(cause -> vertx.close().onComplete(closed -> started.fail(cause)));
        return started.future();
    }

    /** The port that it listens on. */
    public int port() {
        return port;
    }

    /** Stops it. */
    public Future<Void> stop() {
        return vertx.close();
    }
}
