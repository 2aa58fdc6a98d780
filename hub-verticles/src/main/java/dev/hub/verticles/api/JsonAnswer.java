package dev.hub.verticles.api;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** Answers with JSON that no cache keeps. */
final class JsonAnswer {
    private JsonAnswer() {}

    static void send(RoutingContext call, int status, JsonObject body) {
        call.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(body.toBuffer());
    }

    static void fail(RoutingContext call, int status, @Nullable String message) {
        JsonObject error = new JsonObject().put("code", status).put("message", message);
        send(call, status, new JsonObject().put("error", error));
    }
}
