package dev.hub.verticles.jobs.soak.client;

import dev.hub.verticles.loss.client.Fronts;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.random.RandomGenerator;

/** A worker that jobs are pushed to over its socket. Now and then it dies with all that it has, and another comes. */
public final class Attached implements Worker {
    private static final int CREDIT = 10;
    private static final int JOBS_OF_A_LIFE = 400;
    private static final long PATIENCE_MILLIS = 5_000;

    private final Desk desk;
    private final String name;
    private final RandomGenerator random;
    private final Socket socket;
    private final Hands hands;
    private boolean isGood;
    private long attached;

    /** Does nothing before {@link #start}. */
    public Attached(Desk desk, WebSocketClient client, Fronts fronts, String name, RandomGenerator random) {
        this.desk = desk;
        this.name = name;
        this.random = random;
        this.socket = new Socket(desk, client, fronts, random, new Socket.Owner(name, this::attach, this::received));
        this.hands = new Hands(desk, socket, name, random.nextLong());
    }

    @Override
    public void start() {
        socket.connect();
    }

    private void attach() {
        attached = desk.ledger().now();
        JsonObject body =
                new JsonObject().put("queue", desk.queue()).put("worker", name).put("max_in_flight", CREDIT);
        socket.ask("job_attach", body, PATIENCE_MILLIS).onFailure(refused -> socket.drop());
    }

    private void received(JsonObject message) {
        JsonObject job = message.getJsonObject("job", new JsonObject());
        if (job.containsKey("stop")) {
            desk.tally().add("stop orders");
        }
        for (Object each : job.getJsonArray("jobs", new JsonArray())) {
            hands.work((JsonObject) each, attached).onFailure(desk::bug);
            if (!isGood && random.nextInt(JOBS_OF_A_LIFE) == 0) {
                socket.drop();
            }
        }
    }

    @Override
    public void beGood() {
        isGood = true;
        hands.beGood();
    }

    @Override
    public void stop() {
        hands.stop();
        socket.stop();
    }
}
