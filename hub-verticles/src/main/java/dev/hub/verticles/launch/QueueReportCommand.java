package dev.hub.verticles.launch;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code hub queue report}. */
@Command(
        name = "report",
        description = {
            "Tell how queues perform, on all instances together, and what that suggests.",
            "All figures are of the last minute; RETRIED and DEAD of the last fifteen. --json has both for all."
        },
        footer = {"", "Examples:", "  hub queue report", "  hub queue report mail --watch"})
final class QueueReportCommand extends WatchedCall {
    private static final double PERCENT = 100;
    private static final double TENTHS = 10;

    @Parameters(arity = "0..1", paramLabel = "QUEUE", description = "One queue alone.")
    private @Nullable String queue;

    QueueReportCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    void look() {
        JsonObject result =
                ask("queue_report", queue == null ? new JsonObject() : new JsonObject().put("queue", queue));
        JsonArray queues = result.getJsonArray("queues", new JsonArray());
        TextTable table = new TextTable(
                "QUEUE",
                "",
                "WORKERS",
                "BUSY",
                "READY",
                "OLDEST",
                "IN/S",
                "DONE/S",
                "WAIT P50/P99",
                "RUN P50/P99",
                "RETRIED",
                "DEAD");
        for (int i = 0; i < queues.size(); i++) {
            add(queues.getJsonObject(i), table);
        }
        tell(result, table);
        if (!isJson()) {
            printAdvice(queues);
        }
    }

    private static void add(JsonObject queue, TextTable table) {
        JsonObject minute = queue.getJsonObject("last_minute", new JsonObject());
        JsonObject quarter = queue.getJsonObject("last_15_minutes", new JsonObject());
        table.add(
                queue.getString("queue", ""),
                QueueStatsCommand.standing(queue),
                queue.getInteger("workers", 0) + queue.getInteger("waiting_claims", 0),
                queue.getInteger("credit", 0) == 0
                        ? ""
                        : Math.round(PERCENT * queue.getDouble("utilisation", 0.0)) + "%",
                queue.getJsonObject("depth", new JsonObject()).getValue("ready", 0),
                QueueStatsCommand.age(queue.getLong("oldest_ready_ms", -1L)),
                minute.getValue("arrivals_per_second", 0),
                minute.getValue("throughput_per_second", 0),
                percentiles(minute, "wait_ms"),
                percentiles(minute, "run_ms"),
                Math.round(TENTHS * PERCENT * quarter.getDouble("retry_ratio", 0.0)) / TENTHS + "%",
                quarter.getValue("dead", 0));
    }

    private static String percentiles(JsonObject window, String name) {
        JsonObject latencies = window.getJsonObject(name, new JsonObject());
        return QueueStatsCommand.age(latencies.getLong("p50", 0L)) + "/"
                + QueueStatsCommand.age(latencies.getLong("p99", 0L));
    }

    private void printAdvice(JsonArray queues) {
        boolean isFirst = true;
        for (int i = 0; i < queues.size(); i++) {
            JsonObject each = queues.getJsonObject(i);
            for (Object advice : each.getJsonArray("advice", new JsonArray())) {
                if (isFirst) {
                    print("");
                    isFirst = false;
                }
                print(printable(each.getString("queue", "") + ": " + advice));
            }
        }
    }
}
