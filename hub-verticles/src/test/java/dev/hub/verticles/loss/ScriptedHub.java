package dev.hub.verticles.loss;

import dev.hub.verticles.loss.client.Fronts;
import dev.hub.verticles.loss.judge.Violation;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A hub of a few lines that keeps everything in memory and breaks one promise now and then, to see that the loss test
 * finds it. Its third publication of every ten fails after it was stored, as when an answer is lost.
 */
final class ScriptedHub implements AutoCloseable {
    private static final int SINS_EVERY = 40;

    private final Vertx vertx = Vertx.vertx();
    private final Sin sin;
    private final Map<String, Stream> streams = new HashMap<>();
    private final HttpServer server;
    private int attempts;
    private int occasions;

    /** What it does wrong, and what that has to be found as. */
    enum Sin {
        NONE(null),
        LOSES(Violation.Kind.MISSING),
        DOUBLES(Violation.Kind.DUPLICATE),
        SWAPS(Violation.Kind.REORDERED),
        REWRITES(Violation.Kind.REWRITTEN),
        IGNORES_KEYS(Violation.Kind.REPEATED),
        RECOVERS_IN_PART(Violation.Kind.MISSING),
        RECOVERS_ANOTHER_EPOCH(Violation.Kind.FOREIGN_EPOCH),
        FORGETS_EARLY_ONES(Violation.Kind.MISSING),
        REFUSES_TO_RECOVER(Violation.Kind.TOLD),
        INTERRUPTS(Violation.Kind.INTERRUPTED),
        DISMISSES(Violation.Kind.REFUSED);

        final Violation.@org.jspecify.annotations.Nullable Kind found;

        Sin(Violation.@org.jspecify.annotations.Nullable Kind found) {
            this.found = found;
        }
    }

    private static final class Stream {
        final List<JsonObject> publications = new ArrayList<>();
        final Map<String, Integer> keys = new HashMap<>();
        final Set<ServerWebSocket> subscribers = new LinkedHashSet<>();
    }

    private ScriptedHub(Sin sin) {
        this.sin = sin;
        this.server = vertx.createHttpServer().requestHandler(this::publish).webSocketHandler(socket -> {
            socket.textMessageHandler(frame -> frame.lines().forEach(line -> command(socket, new JsonObject(line))));
            socket.closeHandler(closed -> streams.values().forEach(each -> each.subscribers.remove(socket)));
        });
    }

    /** Starts one on a free port. */
    static ScriptedHub start(Sin sin) {
        ScriptedHub hub = new ScriptedHub(sin);
        hub.server
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
        return hub;
    }

    Fronts fronts() {
        return new Fronts(List.of(server.actualPort()), "key", user -> "token of " + user);
    }

    private Stream stream(String channel) {
        return streams.computeIfAbsent(channel, name -> new Stream());
    }

    private boolean sins(Sin kind) {
        return sin == kind && ++occasions % SINS_EVERY == 0;
    }

    private void publish(HttpServerRequest request) {
        request.body().onSuccess(buffer -> {
            JsonObject body = buffer.toJsonObject();
            Stream stream = stream(body.getString("channel"));
            Integer known = sin == Sin.IGNORES_KEYS ? null : stream.keys.get(body.getString("idempotency_key"));
            int offset = known == null ? append(stream, body) : known;
            JsonObject answer = ++attempts % 10 == 3
                    ? new JsonObject()
                            .put("error", new JsonObject().put("code", 100).put("temporary", true))
                    : new JsonObject()
                            .put(
                                    "result",
                                    new JsonObject().put("offset", offset).put("epoch", "made-up"));
            request.response().end(answer.encode());
        });
    }

    private int append(Stream stream, JsonObject body) {
        int offset = stream.publications.size() + 1;
        JsonObject publication =
                new JsonObject().put("data", body.getJsonObject("data")).put("offset", offset);
        stream.publications.add(publication);
        stream.keys.put(body.getString("idempotency_key"), offset);
        List.copyOf(stream.subscribers).forEach(each -> deliver(each, body.getString("channel"), stream, publication));
        return offset;
    }

    private void deliver(ServerWebSocket socket, String channel, Stream stream, JsonObject publication) {
        if (sins(Sin.LOSES)) {
            return;
        }
        if (sins(Sin.SWAPS)) {
            vertx.setTimer(100, late -> push(socket, channel, "pub", publication));
            return;
        }
        if (sins(Sin.INTERRUPTS)) {
            stream.subscribers.remove(socket);
            push(
                    socket,
                    channel,
                    "unsubscribe",
                    new JsonObject().put("code", 2500).put("reason", "insufficient state"));
            return;
        }
        if (sins(Sin.DISMISSES)) {
            socket.close((short) 3503, "force disconnect");
            return;
        }
        JsonObject sent = sins(Sin.REWRITES) ? rewritten(publication) : publication;
        push(socket, channel, "pub", sent);
        if (sins(Sin.DOUBLES)) {
            push(socket, channel, "pub", sent);
        }
    }

    private static JsonObject rewritten(JsonObject publication) {
        JsonObject other = publication.copy();
        other.getJsonObject("data").put("n", 1_000_000);
        return other;
    }

    private static void push(ServerWebSocket socket, String channel, String kind, JsonObject content) {
        write(
                socket,
                new JsonObject()
                        .put("push", new JsonObject().put("channel", channel).put(kind, content)));
    }

    private static void write(ServerWebSocket socket, JsonObject line) {
        socket.writeTextMessage(line.encode()).onFailure(gone -> {});
    }

    private void command(ServerWebSocket socket, JsonObject command) {
        JsonObject reply = new JsonObject().put("id", command.getInteger("id"));
        JsonObject subscribe = command.getJsonObject("subscribe");
        if (subscribe == null) {
            write(socket, reply.put("connect", new JsonObject().put("client", "c")));
            return;
        }
        Stream stream = stream(subscribe.getString("channel"));
        write(socket, reply.put("subscribe", subscription(stream, subscribe)));
        stream.subscribers.add(socket);
    }

    private JsonObject subscription(Stream stream, JsonObject subscribe) {
        int top = stream.publications.size();
        JsonObject result = new JsonObject()
                .put("positioned", true)
                .put("recoverable", true)
                .put("epoch", "made-up");
        if (!subscribe.getBoolean("recover", false)) {
            return result.put("offset", top);
        }
        if (sin == Sin.REFUSES_TO_RECOVER) {
            return result.put("offset", top).put("was_recovering", true);
        }
        if (sin == Sin.RECOVERS_ANOTHER_EPOCH) {
            result.put("epoch", "another");
        }
        int since = subscribe.getInteger("offset");
        List<JsonObject> missed = stream.publications.subList(Math.min(since, top), top);
        if (sin == Sin.FORGETS_EARLY_ONES && since < 3 && missed.size() > 3) {
            missed = missed.subList(3, missed.size());
        }
        boolean inPart = sin == Sin.RECOVERS_IN_PART && missed.size() > 1;
        return result.put("recovered", true)
                .put("was_recovering", true)
                .put("offset", since)
                .put("publications", new JsonArray(List.copyOf(inPart ? missed.subList(1, missed.size()) : missed)));
    }

    @Override
    public void close() {
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }
}
