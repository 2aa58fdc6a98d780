package dev.hub.verticles.decision;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The application's back end: a real HTTP server on a loopback port that does as it is told. */
public final class Backend implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger mostUnderWay = new AtomicInteger();
    private final boolean tls;
    private final HttpServer server;
    private volatile Behaviour behaviour = question -> question.answer("{\"result\":{\"user\":\"\"}}");

    private Backend(HttpServerOptions options) {
        tls = options.isSsl();
        server = get(vertx.createHttpServer(options).requestHandler(this::take).listen());
    }

    /** One that grants everything. */
    public static Backend start() {
        return start(new HttpServerOptions());
    }

    static Backend start(HttpServerOptions options) {
        return new Backend(options.setPort(0).setHost("127.0.0.1"));
    }

    /** What it does with a question. */
    @FunctionalInterface
    public interface Behaviour {
        /** Called on an event loop once the question is complete. */
        void take(Asked question);
    }

    /**
     * A question as it came.
     *
     * @param headers with names in lower case
     */
    public record Asked(HttpServerRequest request, Map<String, String> headers, JsonObject body, String text) {
        /** Answers with status 200. */
        public void answer(String json) {
            answer(200, json);
        }

        void answer(int status, String text) {
            request.response().setStatusCode(status).end(text).onFailure(gone -> {});
        }

        /** Answers with {@code json} after a while. */
        public void answerAfter(Vertx vertx, long millis, String json) {
            vertx.setTimer(millis, over -> answer(json));
        }

        void drop() {
            request.connection().close().onFailure(gone -> {});
        }

        /** A field of the question. */
        public String field(String name) {
            return body.getString(name, "");
        }
    }

    private void take(HttpServerRequest request) {
        int now = underWay.incrementAndGet();
        mostUnderWay.accumulateAndGet(now, Math::max);
        request.response().closeHandler(closed -> underWay.decrementAndGet());
        request.response().endHandler(ended -> underWay.decrementAndGet());
        request.body().onSuccess(body -> {
            Map<String, String> headers = new TreeMap<>();
            request.headers()
                    .forEach(each -> headers.put(each.getKey().toLowerCase(java.util.Locale.ROOT), each.getValue()));
            Asked question = new Asked(request, headers, body.toJsonObject(), body.toString());
            asked.add(question);
            behaviour.take(question);
        });
    }

    /** From now on it does that. */
    public void does(Behaviour other) {
        behaviour = other;
    }

    /** Where it runs, for timers. */
    public Vertx vertx() {
        return vertx;
    }

    /** Everything that it was asked. */
    public List<Asked> asked() {
        return asked;
    }

    /** Most questions that it had to answer at one time. */
    public int mostUnderWay() {
        return mostUnderWay.get();
    }

    /** Where it is asked. */
    public String url() {
        return (tls ? "https" : "http") + "://127.0.0.1:" + server.actualPort() + "/hub";
    }

    private static <T> T get(io.vertx.core.Future<T> future) {
        CompletableFuture<T> result = future.toCompletionStage().toCompletableFuture();
        return result.orTimeout(10, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        get(vertx.close());
    }
}
