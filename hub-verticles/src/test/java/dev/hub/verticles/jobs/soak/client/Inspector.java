package dev.hub.verticles.jobs.soak.client;

import dev.hub.verticles.jobs.soak.judge.Ending;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** Sets the queue up, and looks at it. */
public final class Inspector {
    private static final long PATIENCE_MILLIS = 10_000;
    private static final long PERSISTENCE_MILLIS = 60_000;
    private static final int PAGE = 1_000;
    private static final int MAX_MISSED = 1_000;
    private static final int ALL_JOBS = 10_000_000;
    private static final List<String> OPEN = List.of("ready", "delayed", "blocked", "active");
    private static final List<String> ENDED = List.of("done", "dead", "cancelled", "expired");

    private final Desk desk;
    private final Line line;

    /** Asks by this line. */
    public Inspector(Desk desk, Line line) {
        this.desk = desk;
        this.line = line;
    }

    private Future<JsonObject> ask(String method, JsonObject body) {
        long until = desk.nowMillis() + PERSISTENCE_MILLIS;
        body.put("queue", desk.queue());
        return desk.persist(method, until, () -> line.ask(method, body, PATIENCE_MILLIS));
    }

    /** Short leases, so many of a group at a time, and nothing is forgotten. */
    public Future<JsonObject> setUp(long leaseMillis, int groupLimit) {
        JsonObject retention = new JsonObject();
        JsonObject keep = new JsonObject().put("age_ms", 0).put("count", ALL_JOBS);
        ENDED.forEach(state -> retention.put(state, keep.copy()));
        return ask(
                "queue_config",
                new JsonObject()
                        .put("lease_ms", leaseMillis)
                        .put("group", new JsonObject().put("concurrency", groupLimit))
                        .put("retention", retention));
    }

    /** How many jobs are not over. */
    public Future<Long> open() {
        return line.ask("queue_stats", new JsonObject().put("queue", desk.queue()), PATIENCE_MILLIS)
                .map(stats -> OPEN.stream()
                        .mapToLong(state -> stats.getJsonObject("depth").getLong(state, 0L))
                        .sum());
    }

    /** All jobs, as the lists of all states show them; one that is in two lists is there twice. */
    public Future<List<Ending>> readAll() {
        List<Ending> all = new ArrayList<>();
        Future<Void> read = Future.succeededFuture();
        for (String state : OPEN) {
            read = read.compose(before -> read(state, "", all));
        }
        for (String state : ENDED) {
            read = read.compose(before -> read(state, "", all));
        }
        return read.map(done -> all);
    }

    private Future<Void> read(String state, String after, List<Ending> all) {
        JsonObject body = new JsonObject().put("state", state).put("limit", PAGE);
        if (!after.isEmpty()) {
            body.put("after", after);
        }
        return ask("job_list", body).compose(page -> {
            for (Object job : page.getJsonArray("jobs", new JsonArray())) {
                all.add(Ending.of((JsonObject) job));
            }
            String next = page.getString("next", "");
            return next.isEmpty() ? Future.succeededFuture() : read(state, next, all);
        });
    }

    /** Jobs come by themselves from now on, every so many ms. */
    public Future<JsonObject> schedule(String id, long everyMillis) {
        JsonObject job = new JsonObject().put("name", "tick").put("data", new JsonObject());
        return ask(
                "schedule_put",
                new JsonObject()
                        .put("id", id)
                        .put("every_ms", everyMillis)
                        .put("catch_up", new JsonObject().put("policy", "all").put("max", MAX_MISSED))
                        .put("job", job));
    }

    /** The next tick of each schedule of the queue, in ms since 1970. */
    public Future<List<Long>> nextTicks() {
        return line.ask("schedule_list", new JsonObject().put("queue", desk.queue()), PATIENCE_MILLIS)
                .map(answer -> answer.getJsonArray("schedules", new JsonArray()).stream()
                        .map(each -> ((JsonObject) each).getJsonArray("next").getLong(0))
                        .toList());
    }

    /** No more of these. */
    public Future<JsonObject> unschedule(String id) {
        return ask("schedule_delete", new JsonObject().put("id", id));
    }
}
