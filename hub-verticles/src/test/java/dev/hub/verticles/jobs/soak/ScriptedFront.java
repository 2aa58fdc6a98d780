package dev.hub.verticles.jobs.soak;

import dev.hub.core.testkit.Ports;
import dev.hub.verticles.jobs.soak.client.Line;
import dev.hub.verticles.jobs.soak.client.Refusal;
import dev.hub.verticles.loss.client.Fronts;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * A scripted queue that processes can ask as well, as they ask a hub by its HTTP API.
 *
 * @param queue what answers
 * @param port on 127.0.0.1
 */
record ScriptedFront(ScriptedQueue queue, int port) implements Access {
    private static final int UNKNOWN_OUTCOME = 100;
    private static final int STALE_EPOCH = 120;
    private static final long PATIENCE_MILLIS = 5_000;

    ScriptedFront(ScriptedQueue queue) {
        this(queue, Ports.free());
    }

    Fronts fronts() {
        return new Fronts(List.of(port), "key", user -> user);
    }

    @Override
    public Lines open(Vertx vertx) {
        Lines lines = queue.open(vertx);
        Line line = lines.line(new SplittableRandom(1));
        vertx.createHttpServer()
                .requestHandler(request -> answer(request, line))
                .listen(port, "127.0.0.1")
                .onFailure(failed -> {
                    throw new IllegalStateException(failed);
                });
        return lines;
    }

    private static void answer(HttpServerRequest request, Line line) {
        String method = Objects.requireNonNull(request.path()).substring("/api/".length());
        request.body()
                .compose(body -> line.ask(method, body.toJsonObject(), PATIENCE_MILLIS))
                .map(result -> new JsonObject().put("result", result))
                .otherwise(ScriptedFront::error)
                .onSuccess(answer -> request.response().send(answer.toBuffer()));
    }

    private static JsonObject error(Throwable cause) {
        int code = cause instanceof Refusal ? STALE_EPOCH : UNKNOWN_OUTCOME;
        return new JsonObject().put("error", new JsonObject().put("code", code).put("message", String.valueOf(cause)));
    }
}
