package dev.hub.verticles.launch;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
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
            "With --file, submit the jobs of a file: JSON objects with the fields of job_submit, children too, one"
                    + " after",
            "the other (NDJSON) or in an array. Flags hold for those that do not say otherwise. All are checked before",
            "the first is sent (on standard input, as they come); exit code 1 if the hub refused some.",
            "See docs/jobs.md for what the fields and flags mean."
        },
        footer = {
            "",
            "Examples:",
            "  hub job submit mail '{\"to\":\"ann@example.com\"}' --name welcome",
            "  hub job submit report --id today --delay 1h --attempts 5",
            "  hub job submit mail '{}' --group acme --priority 10 --wait 30s",
            "  hub job submit mail @ann.json             the data is in a file; - for standard input",
            "  hub job submit mail --file jobs.ndjson --attempts 5",
            "  jq -c '.users[] | {name: \"welcome\", data: .}' all.json | hub job submit mail --file -",
            "  hub job submit video --wait 1h --file - <<<'{\"name\":\"publish\",\"children\":[{\"name\":\"encode\"}]}'"
        })
final class JobSubmitCommand extends JobCommandLine.OfQueue {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "JSON",
            description = "For the worker; null. @FILE for what is in a file, - for standard input.")
    private @Nullable String data;

    @Option(names = "--file", paramLabel = "FILE", description = "Submit the jobs in it; - for standard input.")
    private @Nullable Path file;

    @Option(
            names = "--patience",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "With --file: so long it waits for a hub that is away, or a queue that is full; 30s.")
    private Duration patience = Duration.ofSeconds(30);

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
        if (file == null) {
            return submit(options().encode(), "\"data\":" + json(spec, "the data", data == null ? "null" : data));
        }
        if (data != null || id != null || dedup != null) {
            throw new ParameterException(spec.commandLine(), "JSON, --id and --dedup are for one job, not for --file");
        }
        return new FileSubmission(this, queue(), options(), input(file.toString()))
                .run(patience, this::submitOne, wait != null);
    }

    private int submitOne(JobLine only) {
        return submit(request().encode(), only.json().substring(1, only.json().length() - 1));
    }

    /** Submits the job that has all of {@code fields}, an object, and {@code more}, fields as they are to stay. */
    private int submit(String fields, String more) {
        JsonObject taken = ask("job_submit", fields.substring(0, fields.length() - 1) + "," + more + "}");
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
