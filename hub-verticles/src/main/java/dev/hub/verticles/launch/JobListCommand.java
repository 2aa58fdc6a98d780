package dev.hub.verticles.launch;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code hub job list}. */
@Command(
        name = "list",
        description = "List the jobs of a state, those first that start, run out or ended first.",
        footer = {
            "",
            "Examples:",
            "  hub job list mail                         what is ready to start",
            "  hub job list mail --state dead --latest-first",
            "  hub job list mail --state active --json"
        })
final class JobListCommand extends JobCommandLine.OfQueue {
    private static final int PAGE = 1_000;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            completionCandidates = JobCommandLine.States.class,
            description = "${COMPLETION-CANDIDATES}; ready.")
    private String state = "ready";

    @Option(names = "--group", paramLabel = "GROUP", description = "Of which group, for ready ones.")
    private @Nullable String group;

    @Option(names = "--latest-first", description = "In the other order.")
    private boolean latestFirst;

    @Option(names = "--limit", paramLabel = "N", description = "Most of them; 100.")
    private int limit = 100;

    JobListCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        if (limit < 1) {
            throw new ParameterException(spec.commandLine(), "--limit must be 1 or more, got " + limit);
        }
        JsonArray jobs = new JsonArray();
        String after = "";
        do {
            JsonObject page = ask("job_list", page(after, Math.min(PAGE, limit - jobs.size())));
            page.getJsonArray("jobs", new JsonArray()).forEach(jobs::add);
            after = page.getString("next", "");
        } while (!after.isEmpty() && jobs.size() < limit);
        if (!after.isEmpty() && !isJson()) {
            remark("There are more; --limit shows as many as you like.");
        }
        return finish(new JsonObject().put("jobs", jobs), table(jobs));
    }

    private JsonObject page(String after, int size) {
        JsonObject request = request().put("state", state).put("limit", size);
        JobSpecOptions.put(request, "after", after.isEmpty() ? null : after);
        JobSpecOptions.put(request, "group", group);
        return latestFirst ? request.put("latest_first", true) : request;
    }

    private static TextTable table(JsonArray jobs) {
        TextTable table =
                new TextTable("ID", "NAME", "STATE", "PRIORITY", "FAILURES", "SUBMITTED", "WORKER", "CAUSE", "ERROR");
        for (int i = 0; i < jobs.size(); i++) {
            JsonObject job = jobs.getJsonObject(i);
            table.add(
                    job.getString("id", ""),
                    job.getString("name", ""),
                    job.getString("state", ""),
                    job.getValue("priority", ""),
                    job.getValue("failures", "") + "/" + job.getValue("attempts", ""),
                    time(job.getLong("submitted_at", 0L)),
                    job.getString("worker", ""),
                    job.getString("cause", ""),
                    shortened(job.getString("error", "")));
        }
        return table;
    }

    /** To the second, in UTC. */
    static String time(long millis) {
        return millis == 0
                ? ""
                : Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String shortened(String error) {
        String line = error.lines().findFirst().orElse("");
        return line.length() > 60 ? line.substring(0, 60) + "…" : line;
    }
}
