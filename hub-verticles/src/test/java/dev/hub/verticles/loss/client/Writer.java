package dev.hub.verticles.loss.client;

import dev.hub.verticles.loss.judge.Figures.Count;
import dev.hub.verticles.loss.judge.Message;
import dev.hub.verticles.loss.judge.Position;
import dev.hub.verticles.loss.judge.Violation;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * A back end that publishes one message after the other and does not let go of one before the hub has acknowledged it:
 * whatever goes wrong, it tries again with the same idempotency key, at any hub.
 */
public final class Writer {
    private static final long PATIENCE_MILLIS = 5_000;

    private final Vertx vertx;
    private final HubApi api;
    private final Identity identity;
    private final Bench bench;
    private final Promise<Void> finished = Promise.promise();
    private String lastFailure = "";
    private int next;
    private boolean ending;

    /** Of one identity; does nothing before {@link #start}. */
    public Writer(Vertx vertx, HttpClient http, Identity identity, Bench bench) {
        this.vertx = vertx;
        this.api = new HubApi(http, identity.fronts());
        this.identity = identity;
        this.bench = bench;
    }

    /**
     * Who a writer is.
     *
     * @param name unique in the run
     * @param fronts the hubs
     * @param channels among which it chooses for each message
     * @param random decides where and when it publishes
     * @param habit how it publishes
     */
    public record Identity(String name, Fronts fronts, List<String> channels, RandomGenerator random, Habit habit) {}

    /**
     * How a writer publishes.
     *
     * @param gapMillis the longest pause between an acknowledgement and the next message
     * @param durable whether it asks that a replica has it before the acknowledgement
     * @param persistence how long it tries one message before it gives up
     */
    public record Habit(int gapMillis, boolean durable, java.time.Duration persistence) {}

    /** One message on its way. */
    private record Errand(String channel, Message message, long begun) {}

    /** Begins. */
    public void start() {
        begin();
    }

    /** Publishes one message to each of its channels, in order, and ends. */
    public Future<Void> publishOnceToEach() {
        ending = true;
        Future<Void> all = Future.succeededFuture();
        for (String channel : identity.channels()) {
            all = all.compose(done -> publish(channel));
        }
        return all;
    }

    /** Lets it finish the message that it is at; fails when it had to give up. */
    public Future<Void> finish() {
        ending = true;
        return finished.future();
    }

    private void begin() {
        List<String> channels = identity.channels();
        publish(channels.get(identity.random().nextInt(channels.size())))
                .onSuccess(done -> {
                    if (ending) {
                        finished.tryComplete();
                    } else {
                        vertx.setTimer(
                                1 + identity.random().nextInt(identity.habit().gapMillis()), go -> begin());
                    }
                })
                .onFailure(finished::tryFail);
    }

    private Future<Void> publish(String channel) {
        bench.figures().add(Count.PUBLISHED);
        return attempt(new Errand(channel, new Message(identity.name(), next++), bench.now()));
    }

    private Future<Void> attempt(Errand errand) {
        return post(errand)
                .compose(answer -> acknowledged(errand, answer))
                .recover(failed -> again(errand, failed.toString()));
    }

    private Future<Void> acknowledged(Errand errand, JsonObject answer) {
        JsonObject result = answer.getJsonObject("result");
        if (result == null) {
            return Future.failedFuture("answered with " + answer);
        }
        Position position = new Position(result.getString("epoch", ""), result.getLong("offset", 0L));
        bench.figures().add(Count.ACKNOWLEDGED);
        bench.ledger().of(errand.channel()).acknowledge(errand.message(), position, bench.now());
        return Future.succeededFuture();
    }

    private Future<Void> again(Errand errand, String failure) {
        lastFailure = failure;
        long spent = TimeUnit.NANOSECONDS.toMillis(bench.now() - errand.begun());
        if (spent > identity.habit().persistence().toMillis()) {
            bench.violations()
                    .add(new Violation.Other(
                            Violation.Kind.UNACKNOWLEDGED,
                            identity.name(),
                            errand.message() + " to " + errand.channel() + " for " + spent + " ms, at last: "
                                    + failure));
            return Future.failedFuture(failure);
        }
        bench.figures().add(Count.RETRIED);
        Promise<Void> pause = Promise.promise();
        vertx.setTimer(identity.random().nextLong(20, 150), go -> pause.complete());
        return pause.future().compose(go -> attempt(errand));
    }

    private Future<JsonObject> post(Errand errand) {
        int hub = identity.random().nextInt(identity.fronts().ports().size());
        return api.post(hub, "publish", body(errand), PATIENCE_MILLIS);
    }

    private JsonObject body(Errand errand) {
        JsonObject data = new JsonObject()
                .put("writer", errand.message().writer())
                .put("n", errand.message().number());
        JsonObject body = new JsonObject()
                .put("channel", errand.channel())
                .put("data", data)
                .put("idempotency_key", errand.message().key());
        if (identity.habit().durable()) {
            body.put("durable", true);
        }
        return body;
    }

    /** Why the last attempt failed that did; for reports. */
    public String lastFailure() {
        return lastFailure;
    }
}
