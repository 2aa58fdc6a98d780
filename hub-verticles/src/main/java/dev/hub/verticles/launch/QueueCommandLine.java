package dev.hub.verticles.launch;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Looks after the queues of jobs of a running hub, by the HTTP API. */
@Command(
        name = "queue",
        description = "See how queues of jobs are doing, and change, pause, drain or purge them, on all instances.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Examples:",
            "  hub queue list",
            "  hub queue stats mail --watch",
            "  hub queue report",
            "  hub queue config mail --concurrency 50 --rate 100/1s",
            "  hub queue pause mail",
            "  hub queue purge mail --state dead --yes"
        })
final class QueueCommandLine implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    private QueueCommandLine() {}

    /** The commands, ready to be put under another one. */
    static CommandLine commandLine(Surroundings surroundings) {
        return new CommandLine(new QueueCommandLine())
                .addSubcommand(new QueueStatsCommand.ListThem(surroundings))
                .addSubcommand(new QueueStatsCommand(surroundings))
                .addSubcommand(new QueueReportCommand(surroundings))
                .addSubcommand(new QueueConfigCommand(surroundings))
                .addSubcommand(new Group(surroundings))
                .addSubcommand(new Pause(surroundings))
                .addSubcommand(new Resume(surroundings))
                .addSubcommand(new Drain(surroundings))
                .addSubcommand(new QueuePurgeCommand(surroundings));
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "a command is missing: list, stats, report, config, group, pause, resume, drain or purge");
    }

    /** {@code hub queue group}. */
    @Command(
            name = "group",
            description = {
                "Change settings of a group of a queue, on all instances at once; what is not given stays.",
                "Prints what holds now."
            },
            footer = {
                "",
                "Examples:",
                "  hub queue group mail acme",
                "  hub queue group mail acme --weight 5",
                "  hub queue group mail acme --pause",
                "  hub queue group mail acme --resume"
            })
    static final class Group extends JobCommandLine.OfQueue {
        @Parameters(index = "1", paramLabel = "GROUP", description = "The group.")
        private String group = "";

        @Option(names = "--weight", paramLabel = "N", description = "So many turns to one of weight 1; 1 to 1000.")
        private @Nullable Integer weight;

        @Option(
                names = "--concurrency",
                paramLabel = "N",
                description = "Most active jobs; 0 for any number, -1 for what the queue says of its groups.")
        private @Nullable Integer concurrency;

        @ArgGroup
        private @Nullable Pausing pausing;

        /** At most one of them. */
        private static final class Pausing {
            @Option(names = "--pause", description = "None of its jobs starts.")
            private boolean isBegun;

            @Option(names = "--resume", description = "They start again.")
            private boolean isOver;
        }

        Group(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public Integer call() {
            JsonObject request = request().put("group", group);
            JobSpecOptions.put(request, "weight", weight);
            JobSpecOptions.put(request, "concurrency", concurrency);
            JobSpecOptions.put(request, "paused", pausing == null ? null : pausing.isBegun && !pausing.isOver);
            print(ask("queue_group", request).encode());
            return ExitCode.OK;
        }
    }

    /** {@code hub queue pause}. */
    @Command(name = "pause", description = "Let no job start, on any instance; what runs goes on.")
    static final class Pause extends JobCommandLine.OfQueue {
        Pause(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public Integer call() {
            return finish(ask("queue_pause", request()), queue() + " is paused, on all instances");
        }
    }

    /** {@code hub queue resume}. */
    @Command(name = "resume", description = "End a pause and a draining.")
    static final class Resume extends JobCommandLine.OfQueue {
        Resume(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public Integer call() {
            return finish(ask("queue_resume", request()), queue() + " goes on, on all instances");
        }
    }

    /** {@code hub queue drain}. */
    @Command(name = "drain", description = "Take no more jobs, but do those that are there.")
    static final class Drain extends JobCommandLine.OfQueue {
        Drain(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public Integer call() {
            return finish(ask("queue_drain", request()), queue() + " takes no more jobs, on all instances");
        }
    }
}
