package dev.hub.verticles.jobs.soak.client;

import dev.hub.verticles.jobs.soak.judge.Kind;
import dev.hub.verticles.jobs.soak.judge.Wish;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Has jobs done, some at a time, and does not let go of them before the queue has said that it has them: whatever goes wrong, it
 * submits them again with the same ids, at any hub.
 */
public final class Submitter {
    private static final long PATIENCE_MILLIS = 5_000;
    private static final long PERSISTENCE_MILLIS = 90_000;
    private static final int CANDIDATES = 200;
    private static final int MOST = 12;

    private final Desk desk;
    private final Line line;
    private final Wishes wishes;
    private final RandomGenerator random;
    private final Habit habit;
    private final Promise<Void> finished = Promise.promise();
    private final Deque<String> cancellable = new ArrayDeque<>();
    private int submitted;

    /**
     * How it submits.
     *
     * @param jobs how many, those that others stand in the way of included
     * @param jobMillis the mean time between two
     */
    public record Habit(int jobs, double jobMillis) {}

    /** Does nothing before {@link #start}. */
    public Submitter(Desk desk, Line line, Wishes wishes, RandomGenerator random, Habit habit) {
        this.desk = desk;
        this.line = line;
        this.wishes = wishes;
        this.random = random;
        this.habit = habit;
    }

    /** Begins; done when all its jobs are there, or were refused for too long. */
    public Future<Void> start() {
        next();
        return finished.future();
    }

    /** Some jobs of late that stand alone, which operators may meddle with. */
    Deque<String> cancellable() {
        return cancellable;
    }

    private void next() {
        if (submitted >= habit.jobs()) {
            finished.tryComplete();
            return;
        }
        List<Wishes.Order> orders = new ArrayList<>();
        int jobs = 0;
        int most = Math.min(1 + random.nextInt(MOST), habit.jobs() - submitted);
        while (jobs < most) {
            Wishes.Order order = wishes.next();
            orders.add(order);
            jobs += order.size();
        }
        submitted += jobs;
        long due = desk.nowMillis() + (long) (jobs * habit.jobMillis());
        submit(orders).onComplete(done -> desk.pause(due - desk.nowMillis()).onSuccess(go -> next()));
    }

    private Future<Void> submit(List<Wishes.Order> orders) {
        orders.forEach(order -> order.wishes().forEach(desk.ledger()::wish));
        long until = desk.nowMillis() + PERSISTENCE_MILLIS;
        JsonArray jobs = new JsonArray();
        orders.forEach(order -> jobs.add(order.body()));
        boolean isAlone = jobs.size() == 1;
        JsonObject body = isAlone ? jobs.getJsonObject(0).copy() : new JsonObject().put("jobs", jobs);
        body.put("queue", desk.queue());
        String method = isAlone ? "job_submit" : "job_submit_many";
        return desk.persist("a submission", until, () -> line.ask(method, body, PATIENCE_MILLIS))
                .map(answer -> {
                    if (isAlone) {
                        taken(orders.getFirst(), answer);
                    } else {
                        for (int i = 0; i < orders.size(); i++) {
                            taken(orders.get(i), answer.getJsonArray("jobs").getJsonObject(i));
                        }
                    }
                    return null;
                });
    }

    private void taken(Wishes.Order order, JsonObject answer) {
        Wish root = order.wishes().getFirst();
        String outcome = answer.getString("outcome", "");
        switch (outcome) {
            case "taken", "known" -> {
                order.wishes().forEach(wish -> desk.ledger().taken(wish.id()));
                desk.keys().taken(root);
                if (root.key().isEmpty() && order.size() == 1) {
                    remember(root.id());
                }
            }
            case "duplicate" -> desk.ledger().taken(answer.getString("id"));
            case "replaced" -> {
                desk.ledger().taken(answer.getString("id"));
                desk.keys().taken(root);
            }
            default -> desk.ledger().findings().add(Kind.REFUSED, root.id() + ": " + answer);
        }
        desk.tally().add("submitted", order.size());
        desk.tally().add("submissions " + outcome);
    }

    private void remember(String id) {
        cancellable.add(id);
        if (cancellable.size() > CANDIDATES) {
            cancellable.remove();
        }
    }
}
