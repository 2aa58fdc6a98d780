package dev.hub.verticles.launch;

import dev.hub.core.job.JobState;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Submits jobs to a running hub, looks at them and changes them, by the HTTP API. */
@Command(
        name = "job",
        description = "Submit jobs, see what becomes of them, and what to do with those that are dead.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Examples:",
            "  hub job submit mail '{\"to\":\"ann@example.com\"}' --name welcome --wait 30s",
            "  hub job list mail --state dead",
            "  hub job retry mail --all",
            "  hub job tail mail                         what becomes of the jobs of a queue, as it happens"
        })
final class JobCommandLine implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    private JobCommandLine() {}

    /** The commands, ready to be put under another one. */
    static CommandLine commandLine(Surroundings surroundings) {
        return new CommandLine(new JobCommandLine())
                .addSubcommand(new JobSubmitCommand(surroundings))
                .addSubcommand(new JobListCommand(surroundings))
                .addSubcommand(new JobShowCommand(surroundings))
                .addSubcommand(new JobTailCommand(surroundings))
                .addSubcommand(new JobResultCommand(surroundings))
                .addSubcommand(new JobRetryCommand(surroundings))
                .addSubcommand(new Cancel(surroundings))
                .addSubcommand(new Remove(surroundings));
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "a command is missing: submit, list, show, tail, result, retry, cancel or remove");
    }

    /** The states of jobs, for completion. */
    static final class States implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(JobState.values()).map(JobState::word).iterator();
        }
    }

    /** A command about a queue. */
    abstract static class OfQueue extends RemoteCall {
        @Parameters(index = "0", paramLabel = "QUEUE", description = "The queue.")
        private String queue = "";

        OfQueue(Surroundings surroundings) {
            super(surroundings);
        }

        String queue() {
            return queue;
        }

        JsonObject request() {
            return new JsonObject().put("queue", queue);
        }
    }

    /** A command about one job. */
    abstract static class OfJob extends OfQueue {
        @Parameters(index = "1", paramLabel = "ID", description = "The job.")
        private String id = "";

        OfJob(Surroundings surroundings) {
            super(surroundings);
        }

        String id() {
            return id;
        }

        @Override
        JsonObject request() {
            return super.request().put("id", id);
        }
    }

    /** A command that changes some jobs. */
    abstract static class OfJobs extends OfQueue {
        OfJobs(Surroundings surroundings) {
            super(surroundings);
        }

        /** Tells which jobs were changed, and fails when some were not. */
        int changed(JsonObject result, String verb) {
            JsonArray unknown = result.getJsonArray("unknown", new JsonArray());
            JsonArray unchanged = result.getJsonArray("unchanged", new JsonArray());
            if (isJson()) {
                print(result.encode());
            } else {
                print(verb + ": " + result.getJsonArray(verb, new JsonArray()).size());
                unknown.forEach(each -> remark(printable(each + ": there is no such job")));
                unchanged.forEach(each -> remark(printable(each + ": it is in a state that this is not for")));
            }
            return unknown.isEmpty() && unchanged.isEmpty() ? ExitCode.OK : ExitCode.FAILURE;
        }
    }

    /** {@code hub job cancel}. */
    @Command(
            name = "cancel",
            description =
                    "Cancel jobs that wait or run; who works on one is told to stop. Exit code 1 if some were over.")
    static final class Cancel extends OfJobs {
        @Parameters(index = "1..*", arity = "1..*", paramLabel = "ID", description = "The jobs.")
        private List<String> ids = new ArrayList<>();

        @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for whoever looks.")
        private String reason = "";

        Cancel(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public Integer call() {
            JsonObject request = request().put("ids", new JsonArray(ids));
            return changed(ask("job_cancel", reason.isEmpty() ? request : request.put("reason", reason)), "cancelled");
        }
    }

    /** {@code hub job remove}. */
    @Command(name = "remove", description = "Forget jobs that are over. Exit code 1 if some were not.")
    static final class Remove extends OfJobs {
        @Parameters(index = "1..*", arity = "1..*", paramLabel = "ID", description = "The jobs.")
        private List<String> ids = new ArrayList<>();

        Remove(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public Integer call() {
            return changed(ask("job_remove", request().put("ids", new JsonArray(ids))), "removed");
        }
    }
}
