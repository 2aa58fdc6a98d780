package dev.hub.verticles.api;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.Health;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.NodeCommand;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/**
 * {@code GET /health/live}: 200 as long as the event loop turns. {@code GET /health/ready}: 200 when every dependency
 * is up, else 503; either way with one line per dependency.
 */
final class HealthRoutes {
    private final HubBus bus;

    HealthRoutes(HubBus bus) {
        this.bus = bus;
    }

    void mountOn(Router router) {
        router.get("/health/live").handler(call -> JsonAnswer.send(call, 200, new JsonObject().put("status", "up")));
        router.get("/health/ready").handler(this::ready);
    }

    private void ready(RoutingContext call) {
        bus.request(Addresses.NODE, new NodeCommand.CheckHealth(), NodeCommand.HealthReport.class)
                .onSuccess(report -> JsonAnswer.send(call, report.isUp() ? 200 : 503, encode(report.checks())))
                .onFailure(cause -> JsonAnswer.send(call, 503, new JsonObject().put("status", "down")));
    }

    private static JsonObject encode(List<Health> checks) {
        JsonArray list = new JsonArray();
        checks.forEach(check -> list.add(new JsonObject()
                .put("id", check.source())
                .put("status", status(check.isUp()))
                .put("detail", check.detail())));
        boolean up = checks.stream().allMatch(Health::isUp);
        return new JsonObject().put("status", status(up)).put("checks", list);
    }

    private static String status(boolean up) {
        return up ? "up" : "down";
    }
}
