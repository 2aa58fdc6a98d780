package dev.hub.verticles.launch;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi.Style;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code hub job tail}: what becomes of the jobs of a queue, or of one. */
@Command(
        name = "tail",
        description = {
            "Follow a queue: print what becomes of its jobs as it happens, until Ctrl-C.",
            "Follow a job: print its states, how far it is and the lines of its log, until it is over: exit code 0"
                    + " when it is done,",
            "1 when it ended otherwise."
        },
        footer = {"", "Examples:", "  hub job tail mail", "  hub job tail mail 8s0kq…"})
final class JobTailCommand extends JobCommandLine.OfQueue {
    private static final int PAGE = 1_000;
    private static final long LONG_POLL = 10_000;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(index = "1", arity = "0..1", paramLabel = "ID", description = "One job alone.")
    private @Nullable String id;

    @Option(names = "--last", paramLabel = "N", description = "Of a queue: begin with the last N that happened; 10.")
    private int last = 10;

    @Option(names = "--count", paramLabel = "N", description = "Of a queue: end after N.")
    private long count = Long.MAX_VALUE;

    @Option(
            names = "--every",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "Of a job: how often to look; 500ms.")
    private Duration every = Duration.ofMillis(500);

    private final Watch calls = new Watch(this);
    private String state = "";
    private @Nullable Object progress;
    private int told;

    JobTailCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        if (last < 1 || last > PAGE || count < 1) {
            throw new ParameterException(spec.commandLine(), "--last must be 1 to " + PAGE + ", --count 1 or more");
        }
        return id == null ? followQueue() : followJob();
    }

    private int followQueue() {
        JsonObject request = request().put("limit", last);
        while (count > 0) {
            JsonArray events = calls.ask("job_events", request).getJsonArray("events", new JsonArray());
            for (int i = 0; i < events.size() && count > 0; i++) {
                JsonObject event = events.getJsonObject(i);
                print(isJson() ? event.encode() : line(event));
                request.put("after", event.getString("offset"));
                count--;
            }
            request.put("limit", PAGE).put("wait_ms", LONG_POLL);
        }
        return ExitCode.OK;
    }

    private String line(JsonObject event) {
        String line = JobListCommand.time(event.getLong("at", 0L)) + " " + printable(event.getString("id")) + " "
                + outcome(event.getString("what", ""));
        return event.containsKey("detail") ? line + printable(": " + event.getString("detail")) : line;
    }

    /** What became of a job, in the colour of how good that is. */
    private String outcome(String word) {
        Style style = switch (word) {
            case "done" -> Style.fg_green;
            case "dead", "expired" -> Style.fg_red;
            case "retry", "recovered", "released", "cancelled" -> Style.fg_yellow;
            default -> Style.fg_cyan;
        };
        return styled(style, printable(word));
    }

    @Override
    JsonObject request() {
        return id == null ? super.request() : super.request().put("id", id);
    }

    private int followJob() {
        JsonObject job = look();
        while (!job.containsKey("ended_at")) {
            pause(every);
            job = look();
        }
        return state.equals("done") ? ExitCode.OK : ExitCode.FAILURE;
    }

    /** Prints what is new since the last look. */
    private JsonObject look() {
        JsonObject job = calls.ask("job_get", request());
        tellLog(job);
        Object far = job.getValue("progress");
        if (!Objects.equals(far, progress)) {
            progress = far;
            tell(new JsonObject().put("progress", far), printable("progress " + far));
        }
        String now = job.getString("state", "");
        if (!now.equals(state)) {
            state = now;
            tell(new JsonObject().put("state", now), outcome(now) + printable(reason(job)));
        }
        return job;
    }

    private static String reason(JsonObject job) {
        return job.containsKey("error") ? ": " + job.getString("error") : "";
    }

    /** Only the last lines of a log are kept; those that were dropped meanwhile are passed over. */
    private void tellLog(JsonObject job) {
        int total = job.getInteger("log_lines", 0);
        int kept = Math.min(total, job.getInteger("keep_log", 0));
        int fresh = Math.min(total - told, kept);
        while (fresh > 0) {
            JsonObject page = request().put("from", kept - fresh).put("limit", Math.min(fresh, PAGE));
            JsonArray more = calls.ask("job_log_list", page).getJsonArray("lines", new JsonArray());
            for (int i = 0; i < more.size(); i++) {
                JsonObject line = more.getJsonObject(i);
                tell(new JsonObject().put("log", line.getString("text")), printable("log " + line.getString("text")));
            }
            fresh = more.isEmpty() ? 0 : fresh - more.size();
        }
        told = total;
    }

    private void tell(JsonObject json, String text) {
        print(isJson() ? json.encode() : text);
    }
}
