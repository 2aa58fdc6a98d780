package dev.hub.websocket;

import dev.hub.websocket.connection.LoopScope;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;

/** Closes all connections of an event loop, evenly over a time, so that the other instances are not overrun. */
final class Drain {
    private static final long PATIENCE_MILLIS = 2000;

    private final Vertx vertx;
    private final LoopScope scope;
    private final long spreadMillis;
    private final int total;
    private final Promise<Void> done = Promise.promise();
    private long elapsedMillis;
    private int closed;

    private Drain(Vertx vertx, LoopScope scope, Duration spread) {
        this.vertx = vertx;
        this.scope = scope;
        this.spreadMillis = spread.toMillis();
        this.total = scope.sockets();
    }

    /** Done when every socket is closed, at the latest 2 s after {@code spread}. */
    static Future<Void> over(Duration spread, Vertx vertx, LoopScope scope) {
        Drain drain = new Drain(vertx, scope, spread);
        drain.step(0);
        return drain.done.future();
    }

    private void step(long timer) {
        boolean spreadIsOver = elapsedMillis >= spreadMillis;
        int target = spreadIsOver ? Integer.MAX_VALUE : (int) (total * (elapsedMillis + 1) / spreadMillis);
        closed += scope.shutDown(target - closed);
        if (elapsedMillis >= spreadMillis + PATIENCE_MILLIS) {
            scope.cutAll();
        }
        if (scope.sockets() == 0 || elapsedMillis >= spreadMillis + PATIENCE_MILLIS) {
            done.complete();
            return;
        }
        elapsedMillis += LoopScope.tickMillis();
        vertx.setTimer(LoopScope.tickMillis(), this::step);
    }
}
