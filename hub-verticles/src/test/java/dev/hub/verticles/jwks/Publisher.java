package dev.hub.verticles.jwks;

import dev.hub.core.auth.TestKeys;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** An identity provider's key set on a real socket, well behaved or not. */
final class Publisher {
    /** How the publisher answers. */
    enum Mood {
        WELL,
        FAILING,
        HANGING,
        DRIPPING,
        GARBAGE,
        ENDLESS,
        REDIRECTING,
        CUT
    }

    private final HttpServer server;
    private final Vertx vertx;
    private final AtomicInteger requests = new AtomicInteger();
    private volatile Mood mood = Mood.WELL;
    private volatile byte[] set;

    Publisher(Vertx vertx, JsonObject... keys) throws Exception {
        this.vertx = vertx;
        this.set = TestKeys.set(keys);
        this.server = vertx.createHttpServer()
                .requestHandler(this::answer)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    String url() {
        return "http://127.0.0.1:" + server.actualPort() + "/keys";
    }

    int requests() {
        return requests.get();
    }

    void publish(JsonObject... keys) {
        set = TestKeys.set(keys);
    }

    void is(Mood next) {
        mood = next;
    }

    private void answer(HttpServerRequest request) {
        requests.incrementAndGet();
        switch (mood) {
            case WELL -> request.response().end(Buffer.buffer(set));
            case FAILING -> request.response().setStatusCode(503).end(Buffer.buffer(set));
            case HANGING -> request.response().setChunked(true).write("{\"keys\":[");
            case DRIPPING -> drip(request);
            case GARBAGE -> request.response().end("<html>Sign in</html>");
            case ENDLESS -> request.response().end(Buffer.buffer(new byte[1 << 20]));
            case REDIRECTING ->
                request.response()
                        .setStatusCode(302)
                        .putHeader("Location", url())
                        .end();
            case CUT -> request.connection().close();
        }
    }

    private void drip(HttpServerRequest request) {
        request.response().setChunked(true);
        long timer = vertx.setPeriodic(20, tick -> request.response().write(" "));
        request.connection().closeHandler(closed -> vertx.cancelTimer(timer));
    }
}
