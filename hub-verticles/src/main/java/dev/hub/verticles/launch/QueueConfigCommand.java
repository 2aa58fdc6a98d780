package dev.hub.verticles.launch;

import dev.hub.core.option.Durations;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code hub queue config}. */
@Command(
        name = "config",
        description = {
            "Change settings of a queue, on all instances at once; what is not given stays. Prints all that hold now,"
                    + " as JSON.",
            "See docs/jobs.md for what they mean."
        },
        footer = {
            "",
            "Examples:",
            "  hub queue config mail",
            "  hub queue config mail --lease 1m --concurrency 50 --rate 100/1s",
            "  hub queue config mail --max-size 100000 --overflow drop_oldest",
            "  hub queue config mail --keep done=1h,100 --keep dead=7d,5000"
        })
final class QueueConfigCommand extends JobCommandLine.OfQueue {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = "--lease",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "How long a worker has a job unless it extends its lease.")
    private @Nullable Duration lease;

    @Option(names = "--max-recoveries", paramLabel = "N", description = "So often a job outlives its worker.")
    private @Nullable Integer maxRecoveries;

    @Option(names = "--concurrency", paramLabel = "N", description = "Most active jobs; 0 for any number.")
    private @Nullable Integer concurrency;

    @Option(names = "--rate", paramLabel = "N/TIME", description = "How many may start, such as 100/1s; 0/1s for any.")
    private @Nullable String rate;

    @Option(names = "--group-concurrency", paramLabel = "N", description = "Most active jobs of each group.")
    private @Nullable Integer groupConcurrency;

    @Option(names = "--group-rate", paramLabel = "N/TIME", description = "How many of each group may start.")
    private @Nullable String groupRate;

    @Option(
            names = "--aging",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "Who waited so long is as good as the next higher priority; 0s for never.")
    private @Nullable Duration aging;

    @Option(names = "--max-size", paramLabel = "N", description = "How many may wait; 0 for any number.")
    private @Nullable Integer maxSize;

    @Option(
            names = "--overflow",
            paramLabel = "POLICY",
            completionCandidates = JobWords.Overflows.class,
            description = "What becomes of one more: ${COMPLETION-CANDIDATES}.")
    private @Nullable String overflow;

    @Option(names = "--spill-to", paramLabel = "QUEUE", description = "Where to, for --overflow spill.")
    private @Nullable String spillTo;

    @Option(names = "--events", paramLabel = "N", description = "About how many outcomes are kept.")
    private @Nullable Integer events;

    @Option(
            names = "--keep",
            paramLabel = "STATE=TIME,N",
            description = "How long jobs that ended so are kept, and how many: done=1d,1000. May be repeated.")
    private List<String> keep = new ArrayList<>();

    QueueConfigCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        JsonObject result = ask("queue_config", settings());
        print(isJson() ? result.encode() : result.encodePrettily());
        return ExitCode.OK;
    }

    private JsonObject settings() {
        JsonObject group = new JsonObject();
        JobSpecOptions.put(group, "concurrency", groupConcurrency);
        JobSpecOptions.put(group, "rate", rate("--group-rate", groupRate));
        JsonObject retention = new JsonObject();
        keep.forEach(each -> addKeep(retention, each));
        JsonObject json = request();
        JobSpecOptions.put(json, "lease_ms", JobSpecOptions.millis(lease));
        JobSpecOptions.put(json, "max_recoveries", maxRecoveries);
        JobSpecOptions.put(json, "concurrency", concurrency);
        JobSpecOptions.put(json, "rate", rate("--rate", rate));
        JobSpecOptions.put(json, "group", group.isEmpty() ? null : group);
        JobSpecOptions.put(json, "aging_ms", JobSpecOptions.millis(aging));
        JobSpecOptions.put(json, "max_size", maxSize);
        JobSpecOptions.put(json, "overflow", overflow);
        JobSpecOptions.put(json, "spill_to", spillTo);
        JobSpecOptions.put(json, "events", events);
        JobSpecOptions.put(json, "retention", retention.isEmpty() ? null : retention);
        return json;
    }

    private @Nullable JsonObject rate(String flag, @Nullable String text) {
        if (text == null) {
            return null;
        }
        int cut = text.indexOf('/');
        try {
            return new JsonObject()
                    .put("limit", Integer.parseInt(text.substring(0, Math.max(0, cut))))
                    .put("period_ms", Durations.parse(text.substring(cut + 1)).toMillis());
        } catch (IllegalArgumentException broken) {
            throw new ParameterException(spec.commandLine(), flag + " must be like 100/1s, got " + text);
        }
    }

    private void addKeep(JsonObject retention, String text) {
        int state = text.indexOf('=');
        int count = text.indexOf(',', state + 1);
        try {
            retention.put(
                    text.substring(0, Math.max(0, state)),
                    new JsonObject()
                            .put(
                                    "age_ms",
                                    Durations.parse(text.substring(state + 1, Math.max(state + 1, count)))
                                            .toMillis())
                            .put("count", Integer.parseInt(text.substring(count + 1))));
        } catch (IllegalArgumentException broken) {
            throw new ParameterException(spec.commandLine(), "--keep must be like done=1d,1000, got " + text);
        }
    }
}
