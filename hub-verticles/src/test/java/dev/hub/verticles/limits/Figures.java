package dev.hub.verticles.limits;

import io.vertx.core.json.JsonObject;

/**
 * What was measured in one go.
 *
 * @param perSecond decisions
 * @param clientMicros processor time of the deciding process for each
 * @param serverMicros processor time of Valkey for each
 * @param p50 microseconds from asking to the answer
 * @param p99 the same
 */
record Figures(double perSecond, double clientMicros, double serverMicros, double p50, double p99) {
    static Figures of(JsonObject json, double serverMicros) {
        return new Figures(
                json.getDouble("per_second"),
                json.getDouble("client_micros"),
                serverMicros,
                json.getDouble("p50"),
                json.getDouble("p99"));
    }

    JsonObject json() {
        return new JsonObject()
                .put("per_second", perSecond)
                .put("client_micros", clientMicros)
                .put("server_micros", serverMicros)
                .put("p50", p50)
                .put("p99", p99);
    }
}
