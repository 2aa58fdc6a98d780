package dev.hub.verticles.launch;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code hub queue stats}. */
@Command(
        name = "stats",
        description = {
            "Tell how a queue is doing, or all of them: jobs in each state, and for how long the next one has been"
                    + " able to start.",
            "With --watch, again and again until Ctrl-C, with what is done in a second."
        },
        footer = {"", "Examples:", "  hub queue stats", "  hub queue stats mail --watch --every 5s"})
final class QueueStatsCommand extends WatchedCall {
    private static final double SECOND_NANOS = 1e9;

    @Parameters(arity = "0..1", paramLabel = "QUEUE", description = "One queue alone.")
    private @Nullable String queue;

    private @Nullable JsonObject before;
    private long lookedAt;

    QueueStatsCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    void look() {
        JsonObject now = ask();
        long time = System.nanoTime();
        tell(
                queue == null || !isJson() ? now : now.getJsonArray("queues").getJsonObject(0),
                table(now, before, (time - lookedAt) / SECOND_NANOS));
        before = now;
        lookedAt = time;
    }

    private JsonObject ask() {
        return queue == null
                ? ask("queue_list", new JsonObject())
                : new JsonObject()
                        .put("queues", new JsonArray().add(ask("queue_stats", new JsonObject().put("queue", queue))));
    }

    private static TextTable table(JsonObject now, @Nullable JsonObject before, double seconds) {
        TextTable table = new TextTable(
                "QUEUE",
                "",
                "READY",
                "DELAYED",
                "BLOCKED",
                "ACTIVE",
                "DONE",
                "DEAD",
                "CANCELLED",
                "EXPIRED",
                "OLDEST",
                "DONE/S");
        JsonArray queues = now.getJsonArray("queues", new JsonArray());
        for (int i = 0; i < queues.size(); i++) {
            JsonObject each = queues.getJsonObject(i);
            JsonObject depth = each.getJsonObject("depth", new JsonObject());
            table.add(
                    each.getString("queue", ""),
                    standing(each),
                    depth.getValue("ready", 0),
                    depth.getValue("delayed", 0),
                    depth.getValue("blocked", 0),
                    depth.getValue("active", 0),
                    depth.getValue("done", 0),
                    depth.getValue("dead", 0),
                    depth.getValue("cancelled", 0),
                    depth.getValue("expired", 0),
                    age(each.getLong("oldest_ready_ms", -1L)),
                    before == null ? "" : rate(each, before, seconds));
        }
        return table;
    }

    static String standing(JsonObject queue) {
        return queue.getBoolean("paused", false) ? "paused" : queue.getBoolean("draining", false) ? "draining" : "";
    }

    static String age(long millis) {
        long seconds = millis / 1_000;
        if (millis < 0) {
            return "";
        }
        if (seconds < 1) {
            return millis + "ms";
        }
        return seconds < 600 ? seconds + "s" : seconds < 36_000 ? seconds / 60 + "m" : seconds / 3_600 + "h";
    }

    private static String rate(JsonObject now, JsonObject before, double seconds) {
        JsonArray queues = before.getJsonArray("queues", new JsonArray());
        for (int i = 0; i < queues.size(); i++) {
            JsonObject each = queues.getJsonObject(i);
            if (each.getString("queue", "").equals(now.getString("queue"))) {
                return String.valueOf(Math.round((done(now) - done(each)) / seconds));
            }
        }
        return "";
    }

    private static long done(JsonObject queue) {
        return queue.getJsonObject("counts", new JsonObject()).getLong("done", 0L);
    }

    /** {@code hub queue list}. */
    @Command(name = "list", description = "List the queues, with how many jobs wait, run and are dead.")
    static final class ListThem extends RemoteCall {
        ListThem(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public Integer call() {
            JsonObject result = ask("queue_list", new JsonObject());
            TextTable table = new TextTable("QUEUE", "", "WAITING", "ACTIVE", "DEAD");
            JsonArray queues = result.getJsonArray("queues", new JsonArray());
            for (int i = 0; i < queues.size(); i++) {
                JsonObject each = queues.getJsonObject(i);
                JsonObject depth = each.getJsonObject("depth", new JsonObject());
                table.add(
                        each.getString("queue", ""),
                        standing(each),
                        depth.getLong("ready", 0L) + depth.getLong("delayed", 0L) + depth.getLong("blocked", 0L),
                        depth.getValue("active", 0),
                        depth.getValue("dead", 0));
            }
            return finish(result, table);
        }
    }
}
