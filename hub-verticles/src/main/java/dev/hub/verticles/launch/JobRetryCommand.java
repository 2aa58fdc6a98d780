package dev.hub.verticles.launch;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code hub job retry}. */
@Command(
        name = "retry",
        description = {
            "Have jobs done after all that are dead, cancelled or expired. Of one job, data and flags may be others"
                    + " from now on.",
            "Exit code 1 if some were in another state."
        },
        footer = {
            "",
            "Examples:",
            "  hub job retry mail 8s0kq…",
            "  hub job retry mail 8s0kq… --data '{\"to\":\"ann@example.org\"}' --attempts 5",
            "  hub job retry mail --all                  all that are dead, a thousand at a time"
        })
final class JobRetryCommand extends JobCommandLine.OfJobs {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "ID", description = "The jobs.")
    private List<String> ids = new ArrayList<>();

    @Option(names = "--all", description = "All that are dead, the oldest thousand.")
    private boolean all;

    @Option(
            names = "--data",
            paramLabel = "JSON",
            description = "Other data for the worker; or @FILE, or - for standard input.")
    private @Nullable String data;

    @Mixin
    private JobSpecOptions what = new JobSpecOptions();

    JobRetryCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        if (all == !ids.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "give ids, or --all");
        }
        JsonObject request = all ? request().put("all", true) : request().put("ids", new JsonArray(ids));
        JsonObject options = what.json();
        JobSpecOptions.put(request, "options", options.isEmpty() ? null : options);
        return changed(ask("job_retry", withData(request.encode())), "retried");
    }

    private String withData(String request) {
        if (data == null) {
            return request;
        }
        return request.substring(0, request.length() - 1) + ",\"data\":" + json(spec, "--data", data) + "}";
    }
}
