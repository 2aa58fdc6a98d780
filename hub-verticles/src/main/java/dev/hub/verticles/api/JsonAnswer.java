package dev.hub.verticles.api;

import dev.hub.core.channel.Payload;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** Answers with JSON that no cache keeps. */
final class JsonAnswer {
    private JsonAnswer() {}

    static void send(RoutingContext call, int status, JsonObject body) {
        send(call, status, body.toBuffer());
    }

    /** {@code {"result": …}} with a JSON value as it stands. */
    static void result(RoutingContext call, Payload result) {
        send(
                call,
                200,
                Buffer.buffer("{\"result\":").appendBytes(result.bytes()).appendString("}"));
    }

    private static void send(RoutingContext call, int status, Buffer body) {
        call.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(body);
    }

    static void fail(RoutingContext call, int status, @Nullable String message) {
        JsonObject error = new JsonObject().put("code", status).put("message", message);
        send(call, status, new JsonObject().put("error", error));
    }
}
