package dev.hub.verticles.launch;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code hub queue stats}. */
@Command(
        name = "stats",
        description = {
            "Tell how a queue is doing, or all of them: jobs in each state, and for how long the next one has been"
                    + " able to start.",
            "With --watch, again and again until Ctrl-C, with what is done in a second."
        },
        footer = {"", "Examples:", "  hub queue stats", "  hub queue stats mail --watch --every 5s"})
final class QueueStatsCommand extends RemoteCall {
    private static final String CLEAR = "\u001b[H\u001b[2J";
    private static final double SECOND_NANOS = 1e9;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "QUEUE", description = "One queue alone.")
    private @Nullable String queue;

    @Option(names = "--watch", description = "Again and again.")
    private boolean watch;

    @Option(
            names = "--every",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "How often, with --watch; 2s.")
    private Duration every = Duration.ofSeconds(2);

    @Option(names = "--count", paramLabel = "N", description = "With --watch, end after N times.")
    private long count = Long.MAX_VALUE;

    QueueStatsCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        if (count < 1) {
            throw new ParameterException(spec.commandLine(), "--count must be 1 or more, got " + count);
        }
        JsonObject before = look();
        tell(before, table(before, null, 0));
        for (long i = 1; watch && i < count; i++) {
            long since = System.nanoTime();
            pause(every);
            JsonObject now = look();
            tell(now, table(now, before, (System.nanoTime() - since) / SECOND_NANOS));
            before = now;
        }
        return ExitCode.OK;
    }

    private JsonObject look() {
        return queue == null
                ? ask("queue_list", new JsonObject())
                : new JsonObject()
                        .put("queues", new JsonArray().add(ask("queue_stats", new JsonObject().put("queue", queue))));
    }

    private void tell(JsonObject result, TextTable table) {
        if (watch && !isJson() && isOnTerminal()) {
            print(CLEAR);
        }
        finish(
                queue == null || !isJson()
                        ? result
                        : result.getJsonArray("queues").getJsonObject(0),
                table);
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

    private static String standing(JsonObject queue) {
        return queue.getBoolean("paused", false) ? "paused" : queue.getBoolean("draining", false) ? "draining" : "";
    }

    private static String age(long millis) {
        return millis < 0 ? "" : millis < 1_000 ? millis + "ms" : millis / 1_000 + "s";
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
