package dev.hub.verticles.jobs.soak.client;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** A worker that asks for some jobs at a time, at any hub, and waits until it gets some. */
public final class Claimer implements Worker {
    private static final int MOST = 20;
    private static final long WAIT_MILLIS = 1_000;
    private static final long PATIENCE_MILLIS = 5_000;
    private static final long PAUSE_MILLIS = 100;

    private final Desk desk;
    private final Line line;
    private final String name;
    private final Hands hands;
    private boolean isStopped;

    /** Does nothing before {@link #start}. */
    public Claimer(Desk desk, Line line, String name, long seed) {
        this.desk = desk;
        this.line = line;
        this.name = name;
        this.hands = new Hands(desk, line, name, seed);
    }

    @Override
    public void start() {
        if (isStopped) {
            return;
        }
        long asked = desk.ledger().now();
        JsonObject body = new JsonObject()
                .put("queue", desk.queue())
                .put("worker", name)
                .put("max", MOST)
                .put("wait_ms", WAIT_MILLIS);
        line.ask("job_claim", body, PATIENCE_MILLIS)
                .compose(answer -> workOn(answer.getJsonArray("jobs", new JsonArray()), asked))
                .onSuccess(done -> start())
                .onFailure(cause -> {
                    desk.tally().add("failed claims");
                    desk.pause(PAUSE_MILLIS).onSuccess(over -> start());
                });
    }

    private Future<Void> workOn(JsonArray jobs, long asked) {
        List<Future<Void>> all = new ArrayList<>();
        jobs.forEach(job -> all.add(hands.work((JsonObject) job, asked)));
        return Future.join(all).<Void>mapEmpty().onFailure(desk::bug);
    }

    @Override
    public void beGood() {
        hands.beGood();
    }

    @Override
    public void stop() {
        isStopped = true;
        hands.stop();
    }
}
