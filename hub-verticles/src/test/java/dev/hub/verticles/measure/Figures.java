package dev.hub.verticles.measure;

import io.vertx.core.json.JsonObject;

/**
 * What was measured in one go.
 *
 * @param made what was done: decisions, jobs
 * @param perSecond the same
 * @param clientMicros processor time of the process that asked for each
 * @param serverMicros processor time of Valkey for each
 * @param p50 microseconds from asking to the answer
 * @param p99 the same
 * @param others processors that the rest of the machine used meanwhile; NaN where nobody looked
 */
public record Figures(
        double made,
        double perSecond,
        double clientMicros,
        double serverMicros,
        double p50,
        double p99,
        double others) {
    /** Measured by another process, as it says. */
    public static Figures of(JsonObject json) {
        return new Figures(
                json.getDouble("made"),
                json.getDouble("per_second"),
                json.getDouble("client_micros"),
                0,
                json.getDouble("p50"),
                json.getDouble("p99"),
                Double.NaN);
    }

    /** The same with the server's part. */
    public Figures withServer(double micros) {
        return new Figures(made, perSecond, clientMicros, micros, p50, p99, others);
    }

    /** The same with what others used. */
    public Figures withOthers(double processors) {
        return new Figures(made, perSecond, clientMicros, serverMicros, p50, p99, processors);
    }

    /** For programs. */
    public JsonObject json() {
        JsonObject json = new JsonObject()
                .put("made", made)
                .put("per_second", perSecond)
                .put("client_micros", clientMicros)
                .put("server_micros", serverMicros)
                .put("p50", p50)
                .put("p99", p99);
        return Double.isNaN(others) ? json : json.put("others", others);
    }
}
