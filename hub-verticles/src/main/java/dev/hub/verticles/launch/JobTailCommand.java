package dev.hub.verticles.launch;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code hub job tail}: of one job. */
@Command(
        name = "tail",
        description = {
            "Follow a job: print its states, how far it is and the lines of its log, as they come, until it is over.",
            "Exit code 0 when it is done, 1 when it ended otherwise."
        },
        footer = {"", "Examples:", "  hub job tail mail 8s0kq…"})
final class JobTailCommand extends JobCommandLine.OfJob {
    private static final int PAGE = 1_000;

    @Option(
            names = "--every",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "How often to look; 500ms.")
    private Duration every = Duration.ofMillis(500);

    private String state = "";
    private @Nullable Object progress;
    private int told;

    JobTailCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        JsonObject job = look();
        while (!job.containsKey("ended_at")) {
            pause(every);
            job = look();
        }
        return state.equals("done") ? ExitCode.OK : ExitCode.FAILURE;
    }

    /** Prints what is new since the last look. */
    private JsonObject look() {
        JsonObject job = ask("job_get", request());
        tellLog(job);
        Object far = job.getValue("progress");
        if (!Objects.equals(far, progress)) {
            progress = far;
            tell(new JsonObject().put("progress", far), "progress " + far);
        }
        String now = job.getString("state", "");
        if (!now.equals(state)) {
            state = now;
            tell(new JsonObject().put("state", now), now + reason(job));
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
            JsonArray more = ask(
                            "job_log_list", request().put("from", kept - fresh).put("limit", Math.min(fresh, PAGE)))
                    .getJsonArray("lines", new JsonArray());
            for (int i = 0; i < more.size(); i++) {
                JsonObject line = more.getJsonObject(i);
                tell(new JsonObject().put("log", line.getString("text")), "log " + line.getString("text"));
            }
            fresh = more.isEmpty() ? 0 : fresh - more.size();
        }
        told = total;
    }

    private void tell(JsonObject json, String text) {
        print(isJson() ? json.encode() : printable(text));
    }
}
