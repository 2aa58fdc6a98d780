package dev.hub.verticles.launch;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code hub job submit}. */
@Command(
        name = "submit",
        description = {
            "Submit a job; prints its id. With --wait, print its result and exit 0 when it is done, 1 when it is not.",
            "See docs/jobs.md for what the flags mean."
        },
        footer = {
            "",
            "Examples:",
            "  hub job submit mail '{\"to\":\"ann@example.com\"}' --name welcome",
            "  hub job submit report --id today --delay 1h --attempts 5",
            "  hub job submit mail '{}' --group acme --priority 10 --wait 30s"
        })
final class JobSubmitCommand extends JobCommandLine.OfQueue {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(index = "1", arity = "0..1", paramLabel = "JSON", description = "For the worker; null.")
    private String data = "null";

    @Option(names = "--id", paramLabel = "ID", description = "Its id; to submit it again changes nothing.")
    private @Nullable String id;

    @Mixin
    private JobSpecOptions what = new JobSpecOptions();

    @Option(names = "--priority", paramLabel = "N", description = "0 to 511, lower ones first; 0.")
    private @Nullable Integer priority;

    @Option(
            names = "--delay",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "May start after so long.")
    private @Nullable Duration delay;

    @Option(names = "--run-at", paramLabel = "WHEN", description = "May start then, such as 2030-01-31T08:00:00Z.")
    private @Nullable String runAt;

    @Option(
            names = "--ttl",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "Expires when it has not started after so long.")
    private @Nullable Duration ttl;

    @Option(names = "--dedup", paramLabel = "KEY", description = "Stands in the way of others with this key.")
    private @Nullable String dedup;

    @Option(
            names = "--dedup-mode",
            paramLabel = "MODE",
            completionCandidates = JobWords.Dedups.class,
            description = "How: ${COMPLETION-CANDIDATES}.")
    private @Nullable String dedupMode;

    @Option(names = "--dedup-ttl", paramLabel = "TIME", converter = DurationConverter.class, description = "How long.")
    private @Nullable Duration dedupTtl;

    @Option(names = "--group", paramLabel = "GROUP", description = "Takes turns with other groups.")
    private @Nullable String group;

    @Option(names = "--follow", description = "Its end is told on the channel job:<id>.")
    private boolean follow;

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "Wait for its end.")
    private @Nullable Duration wait;

    JobSubmitCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        try {
            Json.decodeValue(data);
        } catch (DecodeException broken) {
            throw new ParameterException(
                    spec.commandLine(), "the data must be JSON (text is JSON in double quotes), got " + data);
        }
        String options = options().encode();
        JsonObject taken = ask("job_submit", options.substring(0, options.length() - 1) + ",\"data\":" + data + "}");
        String taker = taken.getString("id", "");
        if (wait == null) {
            String outcome = taken.getString("outcome", "");
            return finish(taken, outcome.equals("taken") ? taker : taker + " (" + outcome + ")");
        }
        return new JobEnd(this, queue(), taker).await(wait);
    }

    private JsonObject options() {
        JsonObject key = new JsonObject();
        JobSpecOptions.put(key, "id", dedup);
        JobSpecOptions.put(key, "mode", dedupMode);
        JobSpecOptions.put(key, "ttl_ms", JobSpecOptions.millis(dedupTtl));
        JsonObject json = request().mergeIn(what.json());
        JobSpecOptions.put(json, "id", id);
        JobSpecOptions.put(json, "priority", priority);
        JobSpecOptions.put(json, "delay_ms", JobSpecOptions.millis(delay));
        JobSpecOptions.put(json, "run_at", runAt);
        JobSpecOptions.put(json, "ttl_ms", JobSpecOptions.millis(ttl));
        JobSpecOptions.put(json, "dedup", key.isEmpty() ? null : key);
        JobSpecOptions.put(json, "group", group);
        return follow ? json.put("follow", true) : json;
    }
}
