package dev.hub.verticles.launch;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code hub schedule put}. */
@Command(
        name = "put",
        description = {
            "Make a schedule, or change one. Where its times stay the same, its next tick does, too.",
            "See docs/jobs.md for what the options mean."
        },
        footer = {
            "",
            "Examples:",
            "  hub schedule put reports nightly --cron '0 3 * * *' --tz Europe/Berlin --name report",
            "  hub schedule put mail flush --every 30s --overlap skip --catch-up none",
            "  hub schedule put mail flush --every 30s --job '{\"name\":\"flush\",\"attempts\":1,\"timeout_ms\":20000}'"
        })
final class SchedulePutCommand extends ScheduleCommands.CallOfOne {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = "--cron",
            paramLabel = "CRON",
            description =
                    "Five fields, or six with seconds before them, or @hourly, @daily, @weekly, @monthly, @yearly.")
    private @Nullable String cron;

    @Option(names = "--tz", paramLabel = "ZONE", description = "Of which time zone, such as Europe/Berlin; UTC.")
    private @Nullable String zone;

    @Option(
            names = "--every",
            converter = DurationConverter.class,
            paramLabel = "TIME",
            description = "From one tick to the next, such as 30s or 1h.")
    private @Nullable Duration every;

    @Option(names = "--overlap", paramLabel = "WORD", description = "allow, skip, queue_one or replace; allow.")
    private @Nullable String overlap;

    @Option(
            names = "--catch-up",
            paramLabel = "WORD[:N]",
            description = "Missed ticks: none, last, or all with the most of them; last.")
    private @Nullable String catchUp;

    @Option(names = "--start", paramLabel = "TIME", description = "No tick before, such as 2030-01-31T08:00:00Z.")
    private @Nullable String start;

    @Option(names = "--end", paramLabel = "TIME", description = "No tick after.")
    private @Nullable String end;

    @Option(names = "--limit", paramLabel = "N", description = "So many jobs at most.")
    private @Nullable Long limit;

    @Option(names = "--paused", description = "Paused at first.")
    private boolean paused;

    @Option(names = "--name", paramLabel = "NAME", description = "Of its jobs, for the worker.")
    private @Nullable String name;

    @Option(names = "--data", paramLabel = "JSON", description = "Their payload; or @FILE, or - for standard input.")
    private @Nullable String data;

    @Option(
            names = "--job",
            paramLabel = "JSON",
            description = "All of the job, with the fields of job_submit; or @FILE, or -.")
    private @Nullable String job;

    SchedulePutCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        JsonObject body = request().put("job", job());
        put(body, "cron", cron);
        put(body, "tz", zone);
        put(body, "every_ms", every == null ? null : every.toMillis());
        put(body, "overlap", overlap);
        put(body, "catch_up", catchUp == null ? null : catchUp(catchUp));
        put(body, "start", start == null ? null : ScheduleCommands.time(start));
        put(body, "end", end == null ? null : ScheduleCommands.time(end));
        put(body, "limit", limit);
        put(body, "paused", paused ? true : null);
        JsonObject result = ask("schedule_put", body);
        String what = result.getBoolean("created", false) ? "created" : "changed";
        return finish(result, what + ", next: " + ScheduleCommands.next(result));
    }

    private static void put(JsonObject body, String field, @Nullable Object value) {
        if (value != null) {
            body.put(field, value);
        }
    }

    private JsonObject job() {
        JsonObject all = new JsonObject();
        if (job != null) {
            if (!(decoded("--job", job) instanceof JsonObject given)) {
                throw new ParameterException(spec.commandLine(), "--job must be a JSON object");
            }
            all = given;
        }
        put(all, "name", name);
        put(all, "data", data == null ? null : decoded("--data", data));
        return all;
    }

    private @Nullable Object decoded(String option, String text) {
        return Json.decodeValue(json(spec, option, text));
    }

    private Object catchUp(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            return text;
        }
        String most = text.substring(colon + 1);
        if (!most.matches("\\d{1,9}")) {
            throw new ParameterException(spec.commandLine(), "--catch-up must be such as all:50, got \"" + text + "\"");
        }
        return new JsonObject().put("policy", text.substring(0, colon)).put("max", Integer.valueOf(most));
    }
}
