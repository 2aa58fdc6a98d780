package dev.hub.verticles.jobs.soak.client;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.random.RandomGenerator;

/** Cancels jobs, has some of these done after all, and pauses the queue for moments. */
public final class Operator {
    private static final long PATIENCE_MILLIS = 5_000;
    private static final long PERSISTENCE_MILLIS = 60_000;
    private static final int MAX_GAP_MILLIS = 200;

    private final Desk desk;
    private final Line line;
    private final RandomGenerator random;
    private final List<Submitter> submitters;
    private final List<String> cancelled = new ArrayList<>();
    private boolean isStopped;

    /** Meddles with the jobs of these. */
    public Operator(Desk desk, Line line, RandomGenerator random, List<Submitter> submitters) {
        this.desk = desk;
        this.line = line;
        this.random = random;
        this.submitters = List.copyOf(submitters);
    }

    /** Begins; done after {@link #stop}. */
    public Future<Void> start() {
        return desk.pause(1 + random.nextInt(MAX_GAP_MILLIS))
                .compose(go -> meddle().otherwiseEmpty())
                .compose(done -> isStopped ? Future.succeededFuture() : start());
    }

    /** Does no more. */
    public void stop() {
        isStopped = true;
    }

    private Future<Void> meddle() {
        int lot = random.nextInt(100);
        if (lot < 4) {
            return pauseQueue();
        }
        return lot < 20 && !cancelled.isEmpty() ? reopen() : cancel();
    }

    private JsonObject body() {
        return new JsonObject().put("queue", desk.queue());
    }

    private Future<Void> cancel() {
        Deque<String> jobs = submitters.get(random.nextInt(submitters.size())).cancellable();
        List<String> some =
                jobs.stream().skip(random.nextInt(jobs.size() + 1)).limit(2).toList();
        if (some.isEmpty()) {
            return Future.succeededFuture();
        }
        desk.ledger().cancelling(some);
        JsonObject body = body().put("ids", new JsonArray(some)).put("reason", "soak");
        return line.ask("job_cancel", body, PATIENCE_MILLIS).map(answer -> {
            List<String> gone = texts(answer.getJsonArray("cancelled", new JsonArray()));
            desk.ledger().cancelled(gone);
            desk.tally().add("cancelled", gone.size());
            cancelled.addAll(gone);
            return null;
        });
    }

    private static List<String> texts(JsonArray array) {
        return array.stream().map(String::valueOf).toList();
    }

    private Future<Void> reopen() {
        List<String> one = List.of(cancelled.remove(random.nextInt(cancelled.size())));
        desk.ledger().reopening(one);
        return line.ask("job_retry", body().put("ids", new JsonArray(one)), PATIENCE_MILLIS)
                .map(answer -> {
                    desk.tally()
                            .add(
                                    "reopened",
                                    answer.getJsonArray("retried", new JsonArray())
                                            .size());
                    return null;
                });
    }

    /** Whether it was paused or not: it must go on. */
    private Future<Void> pauseQueue() {
        long until = desk.nowMillis() + PERSISTENCE_MILLIS;
        return line.ask("queue_pause", body(), PATIENCE_MILLIS)
                .otherwiseEmpty()
                .compose(paused -> desk.pause(random.nextInt(MAX_GAP_MILLIS)))
                .compose(over ->
                        desk.persist("queue_resume", until, () -> line.ask("queue_resume", body(), PATIENCE_MILLIS)))
                .mapEmpty();
    }
}
