package dev.hub.verticles.launch;

import io.vertx.core.Vertx;

/** A running instance of the hub. */
public final class Hub {
    private final Vertx vertx;
    private final RunningParts parts;

    Hub(Vertx vertx, RunningParts parts) {
        this.vertx = vertx;
        this.parts = parts;
    }
}
