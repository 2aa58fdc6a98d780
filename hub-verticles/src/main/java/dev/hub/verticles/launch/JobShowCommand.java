package dev.hub.verticles.launch;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code hub job show}. */
@Command(
        name = "show",
        description = "Print all that is known of a job, as JSON; or its log, or what its children gave.",
        footer = {
            "",
            "Examples:",
            "  hub job show mail 8s0kq…",
            "  hub job show mail 8s0kq… --log",
            "  hub job show video 8s0kq… --children"
        })
final class JobShowCommand extends JobCommandLine.OfJob {
    private static final int PAGE = 1_000;

    @Option(names = "--log", description = "Print the lines of its log.")
    private boolean log;

    @Option(
            names = "--children",
            description = "Print of each job that it waits for what became of it, a line of JSON.")
    private boolean children;

    JobShowCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        if (log) {
            return printLog();
        }
        if (children) {
            return printChildren();
        }
        JsonObject job = ask("job_get", request());
        print(isJson() ? job.encode() : job.encodePrettily());
        return ExitCode.OK;
    }

    private int printLog() {
        int from = 0;
        JsonArray lines;
        do {
            lines = ask("job_log_list", request().put("from", from).put("limit", PAGE))
                    .getJsonArray("lines", new JsonArray());
            lines.forEach(each -> print(line((JsonObject) each)));
            from += lines.size();
        } while (lines.size() == PAGE);
        return ExitCode.OK;
    }

    private int printChildren() {
        int after = 0;
        do {
            JsonObject page = ask("job_children", request().put("after", after).put("limit", PAGE));
            page.getJsonArray("children", new JsonArray()).forEach(each -> print(((JsonObject) each).encode()));
            after = page.getInteger("next", 0);
        } while (after > 0);
        return ExitCode.OK;
    }

    private String line(JsonObject line) {
        return isJson()
                ? line.encode()
                : printable(JobListCommand.time(line.getLong("at", 0L)) + " " + line.getString("text", ""));
    }
}
