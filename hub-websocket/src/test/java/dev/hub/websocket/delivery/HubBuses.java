package dev.hub.websocket.delivery;

import dev.hub.core.bus.HubBus;
import io.vertx.core.Vertx;

/** Buses for tests in which nothing is asked. */
final class HubBuses {
    private HubBuses() {}

    /** A bus with nobody at it. */
    static HubBus none() {
        Vertx vertx = Vertx.vertx();
        HubBus bus = HubBus.install(vertx, 1);
        vertx.close().onFailure(failure -> {
            throw new IllegalStateException(failure);
        });
        return bus;
    }
}
