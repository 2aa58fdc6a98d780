package dev.hub.verticles.api;

import dev.hub.core.auth.ApiKeys;
import dev.hub.core.channel.Payload;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import dev.hub.core.ratelimit.Descriptors;
import dev.hub.verticles.ratelimit.http.RateLimitHandler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;

/**
 * {@code POST /api/<method>}: 200 with {@code {"result": …}} or {@code {"error": {code, message}}}; 400 for a body
 * that is no JSON object, 401 without the key, 404 for an unknown method, 405 for anything but POST, 413 for a body
 * over {@value #MAX_BODY_BYTES} bytes, 429 where a rule on rates refuses.
 */
final class ApiRoutes {
    /** Largest body of a request. */
    static final int MAX_BODY_BYTES = 4 * 1024 * 1024;

    private static final String OPERATION = "api";

    private final ApiMethods methods;
    private final ApiKeys keys;
    private final RateLimitHandler limit;

    ApiRoutes(ApiMethods methods, ApiKeys keys, RateLimitHandler limit) {
        this.methods = methods;
        this.keys = keys;
        this.limit = limit.describing(Descriptors.OPERATION, call -> OPERATION)
                .describing(Descriptors.ROUTE, call -> "/api/" + call.pathParam("method"));
    }

    void mountOn(Router router) {
        router.post("/api/:method").handler(this::authenticate);
        router.post("/api/:method").handler(limit);
        router.post("/api/:method").handler(ApiRoutes::takeAnyBodyForJson);
        router.post("/api/:method").handler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES));
        router.post("/api/:method").handler(this::answer);
        router.route("/api/:method").handler(call -> {
            call.response().putHeader(HttpHeaders.ALLOW, "POST");
            JsonAnswer.fail(call, 405, "the API takes POST");
        });
        router.route("/api/*").handler(call -> JsonAnswer.fail(call, 404, "POST /api/<method>"));
    }

    private void authenticate(RoutingContext call) {
        HttpServerRequest request = call.request();
        if (keys.admits(request.getHeader("X-API-Key"), request.getHeader(HttpHeaders.AUTHORIZATION))) {
            call.next();
        } else {
            call.response().putHeader("WWW-Authenticate", "apikey");
            JsonAnswer.fail(call, 401, "the API needs its key in the header X-API-Key");
        }
    }

    /** What most tools say unless they are told otherwise, a form, would have the body decoded as one, 8 KiB of it at most. */
    private static void takeAnyBodyForJson(RoutingContext call) {
        call.request().headers().remove(HttpHeaders.CONTENT_TYPE);
        call.next();
    }

    private void deliver(RoutingContext call, String method, Payload result) {
        if (call.response().closed()) {
            methods.takeBack(method, result);
        } else {
            JsonAnswer.result(call, result);
        }
    }

    private void answer(RoutingContext call) {
        Buffer body = call.body().buffer();
        String method = String.valueOf(call.pathParam("method"));
        try {
            methods.call(method, body == null ? new byte[0] : body.getBytes())
                    .onSuccess(result -> deliver(call, method, result))
                    .onFailure(cause -> JsonAnswer.send(call, 200, ApiMethods.error(cause)));
        } catch (HubException refusal) {
            boolean unknown = refusal.code() == ErrorCode.METHOD_NOT_FOUND.code();
            JsonAnswer.send(call, unknown ? 404 : 200, ApiMethods.error(refusal));
        } catch (IllegalArgumentException malformed) {
            JsonAnswer.fail(call, 400, malformed.getMessage());
        }
    }
}
