package dev.hub.verticles.launch;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Looks after schedules of a running hub, by the HTTP API. */
@Command(
        name = "schedule",
        description = "Have jobs come by the clock, and see what came of it, on all instances of a running hub.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Examples:",
            "  hub schedule put reports nightly --cron '0 3 * * *' --tz Europe/Berlin --name report",
            "  hub schedule put mail flush --every 30s --overlap skip --data '{\"box\":\"out\"}'",
            "  hub schedule list",
            "  hub schedule run reports nightly",
            "  hub schedule backfill reports nightly --from 2030-01-01T00:00:00Z --to 2030-01-31T23:59:59Z"
        })
final class ScheduleCommands implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    private ScheduleCommands() {}

    /** The commands, ready to be put under another one. */
    static CommandLine commandLine(Surroundings surroundings) {
        return new CommandLine(new ScheduleCommands())
                .addSubcommand(new SchedulePutCommand(surroundings))
                .addSubcommand(new ListThem(surroundings))
                .addSubcommand(new Delete(surroundings))
                .addSubcommand(new RunNow(surroundings))
                .addSubcommand(new Pause(surroundings))
                .addSubcommand(new Resume(surroundings))
                .addSubcommand(new Backfill(surroundings));
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "a command is missing: put, list, delete, run, pause, resume or backfill");
    }

    /** A command about one schedule. */
    abstract static class CallOfOne extends RemoteCall {
        @Parameters(index = "0", paramLabel = "QUEUE", description = "Where its jobs go.")
        private String queue = "";

        @Parameters(index = "1", paramLabel = "ID", description = "The schedule.")
        private String id = "";

        CallOfOne(Surroundings surroundings) {
            super(surroundings);
        }

        JsonObject request() {
            return new JsonObject().put("queue", queue).put("id", id);
        }
    }

    /** A time as the API takes it: ms since 1970, or a text. */
    static Object time(String text) {
        return text.matches("\\d{1,18}") ? (Object) Long.valueOf(text) : text;
    }

    /** When the next tick is; in the list, and after a change. */
    static String next(JsonObject schedule) {
        JsonArray next = schedule.getJsonArray("next", new JsonArray());
        return schedule.getBoolean("paused", false)
                ? "paused"
                : next.isEmpty()
                        ? "over"
                        : Instant.ofEpochMilli(next.getLong(0)).toString();
    }

    /** {@code hub schedule list}. */
    @Command(name = "list", description = "List schedules with their next and last ticks.")
    static final class ListThem extends RemoteCall {
        private static final int PAGE = 1_000;

        @Parameters(arity = "0..1", paramLabel = "QUEUE", description = "Those of one queue.")
        private @Nullable String queue;

        ListThem(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public Integer call() {
            TextTable table = new TextTable("QUEUE", "ID", "WHEN", "NEXT", "FIRED", "SKIPPED", "LAST");
            JsonArray all = new JsonArray();
            String after = "";
            do {
                JsonObject body = new JsonObject().put("after", after).put("limit", PAGE);
                JsonObject page = ask("schedule_list", queue == null ? body : body.put("queue", queue));
                all.addAll(page.getJsonArray("schedules", new JsonArray()));
                after = page.getString("next", "");
            } while (!after.isEmpty());
            for (int i = 0; i < all.size(); i++) {
                JsonObject each = all.getJsonObject(i);
                table.add(
                        each.getString("queue", ""),
                        each.getString("id", ""),
                        when(each),
                        next(each),
                        each.getLong("fired", 0L),
                        each.getLong("skipped", 0L),
                        last(each));
            }
            return finish(new JsonObject().put("schedules", all), table);
        }

        private static String when(JsonObject schedule) {
            return schedule.containsKey("cron")
                    ? schedule.getString("cron") + " " + schedule.getString("tz")
                    : "every "
                            + Duration.ofMillis(schedule.getLong("every_ms", 0L))
                                    .toString()
                                    .substring(2)
                                    .toLowerCase(Locale.ROOT);
        }

        private static String last(JsonObject schedule) {
            JsonArray last = schedule.getJsonArray("last", new JsonArray());
            return last.isEmpty()
                    ? ""
                    : Instant.ofEpochMilli(last.getJsonObject(0).getLong("tick", 0L)) + " "
                            + last.getJsonObject(0).getString("outcome", "");
        }
    }

    /** {@code hub schedule delete}. */
    @Command(name = "delete", description = "Forget a schedule. Jobs that it submitted go on.")
    static final class Delete extends CallOfOne {
        Delete(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public Integer call() {
            return finish(ask("schedule_delete", request()), "deleted");
        }
    }

    /** {@code hub schedule run}. */
    @Command(
            name = "run",
            description = "Submit its job now, as its overlap policy lets it, though it be paused. It does not count.")
    static final class RunNow extends CallOfOne {
        RunNow(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public Integer call() {
            JsonObject result = ask("schedule_run", request());
            return finish(result, result.getString("outcome", "") + " " + result.getString("id", ""));
        }
    }

    /** {@code hub schedule pause}. */
    @Command(name = "pause", description = "Let its ticks pass without jobs.")
    static final class Pause extends CallOfOne {
        Pause(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public Integer call() {
            return finish(ask("schedule_pause", request()), "paused");
        }
    }

    /** {@code hub schedule resume}. */
    @Command(name = "resume", description = "End a pause. What was missed is not made up for; see backfill.")
    static final class Resume extends CallOfOne {
        Resume(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public Integer call() {
            JsonObject schedule = ask("schedule_resume", request());
            return finish(schedule, "next: " + next(schedule));
        }
    }

    /** {@code hub schedule backfill}. */
    @Command(
            name = "backfill",
            description = "Submit the jobs of ticks that had none, 1000 at most, whatever its overlap policy says.")
    static final class Backfill extends CallOfOne {
        @Option(names = "--from", required = true, paramLabel = "TIME", description = "Such as 2030-01-31T08:00:00Z.")
        private String from = "";

        @Option(
                names = "--to",
                required = true,
                paramLabel = "TIME",
                description = "The same; ticks then are among them.")
        private String to = "";

        Backfill(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public Integer call() {
            JsonObject result =
                    ask("schedule_backfill", request().put("from", time(from)).put("to", time(to)));
            TextTable table = new TextTable("TICK", "OUTCOME", "JOB");
            JsonArray ticks = result.getJsonArray("ticks", new JsonArray());
            for (int i = 0; i < ticks.size(); i++) {
                JsonObject each = ticks.getJsonObject(i);
                table.add(
                        Instant.ofEpochMilli(each.getLong("tick", 0L)),
                        each.getString("outcome", ""),
                        each.getString("id", ""));
            }
            return finish(result, table);
        }
    }
}
