package dev.hub.verticles.webhook;

import static dev.hub.verticles.Instance.get;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Somebody who takes a webhook's requests, well or badly. */
public final class Hook implements AutoCloseable {
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private volatile Manner manner = (request, http) -> http.response().end("thanks");

    /** How a request is answered, once it was received and noted. */
    @FunctionalInterface
    public interface Manner {
        /** Answers, or does not. */
        void answer(Request request, HttpServerRequest http);

        /** With a status. */
        static Manner status(int status) {
            return (request, http) -> http.response().setStatusCode(status).end();
        }
    }

    /**
     * A request as it came.
     *
     * @param headers by lower-case names
     */
    public record Request(Map<String, String> headers, String body) {
        /** Its events. */
        public List<JsonObject> events() {
            JsonArray events = new JsonObject(body).getJsonArray("events");
            return events.stream().map(JsonObject.class::cast).toList();
        }

        /** Names of its events. */
        public List<String> ids() {
            return events().stream().map(event -> event.getString("id")).toList();
        }

        /** The channel of its first event; empty without one. */
        public String channel() {
            return events().getFirst().getString("channel", "");
        }

        /** A header. */
        public String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    /** Takes requests on a free port. */
    public Hook(Vertx vertx) {
        server = get(vertx.createHttpServer().requestHandler(this::receive).listen(0, "127.0.0.1"));
    }

    private void receive(HttpServerRequest http) {
        http.body().onSuccess(body -> {
            Request request = new Request(headers(http), body.toString());
            requests.add(request);
            manner.answer(request, http);
        });
    }

    private static Map<String, String> headers(HttpServerRequest http) {
        Map<String, String> headers = new java.util.HashMap<>();
        http.headers().forEach((name, value) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), value));
        return headers;
    }

    /** From now on it answers so. */
    public void behave(Manner next) {
        manner = next;
    }

    /** All requests so far. */
    public List<Request> requests() {
        return requests;
    }

    /** Names of all events so far, in order, those that came again among them. */
    public List<String> ids() {
        return requests.stream().flatMap(request -> request.ids().stream()).toList();
    }

    /** Where it listens. */
    public String url() {
        return "http://127.0.0.1:" + server.actualPort() + "/events?of=hub";
    }

    @Override
    public void close() {
        get(server.close());
    }
}
