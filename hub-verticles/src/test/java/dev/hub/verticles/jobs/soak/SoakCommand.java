package dev.hub.verticles.jobs.soak;

import dev.hub.verticles.jobs.soak.client.OwnProcess.Program;
import dev.hub.verticles.jobs.soak.judge.Kind;
import dev.hub.verticles.loss.scene.SceneOptions;
import dev.hub.verticles.loss.scene.Servers.Topology;
import dev.hub.verticles.loss.scene.Stage;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The long soak of jobs: rounds of faults for as long as jobs are submitted, and a report. */
@Command(
        name = "jobs-soak",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Breaks servers, links and hubs while jobs are submitted, worked on well and badly, cancelled and"
                    + " reopened, and compares what became of each with what everybody was told. Exit code 1 when a"
                    + " promise was broken.",
            "With replicas, what a failover may lose is counted and not broken, unless jobs are durable."
        })
final class SoakCommand implements Callable<Integer> {
    private static final Set<Kind> LOST_TAIL = EnumSet.of(
            Kind.LOST,
            Kind.STALE_ACCEPTED,
            Kind.COMPLETED_TWICE,
            Kind.HANDED_OUT_TWICE,
            Kind.EPOCH_FELL,
            Kind.STARTED_AFTER_END,
            Kind.CONTRADICTED,
            Kind.MISCOUNTED,
            Kind.LAST_OF_KEY_LOST,
            Kind.PARENT_TOO_EARLY,
            Kind.TOO_MANY_OF_A_GROUP);

    private static final List<Program> PROCESSES = List.of(Program.PYTHON, Program.PYTHON, Program.SDK, Program.SDK);

    @Option(
            names = "--jobs",
            paramLabel = "N",
            defaultValue = "100000",
            description = "How many on each topology; default ${DEFAULT-VALUE}.")
    private int jobs;

    @Option(
            names = "--minutes",
            paramLabel = "N",
            defaultValue = "6",
            description = "In which they are submitted; default ${DEFAULT-VALUE}.")
    private int minutes;

    @Option(names = "--seed", paramLabel = "S", description = "Of all choices. Default: another one each time.")
    private long seed = InstantSource.system().millis();

    @Mixin
    private SceneOptions scene = new SceneOptions();

    @Option(names = "--durable", description = "Answer once all replicas have it, where there are some.")
    private boolean durable;

    @Option(names = "--report", paramLabel = "DIR", description = "Where reports are kept; default: none.")
    private @Nullable Path report;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            defaultValue = "jobs-soak",
            description = "Of the report; default ${DEFAULT-VALUE}.")
    private String name = "jobs-soak";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    private final InstantSource clock = InstantSource.system();

    /** Ends with 0 when all promises were kept, 1 when one was broken, 2 when the command line is wrong. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new SoakCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOverwrittenOptionsAllowed(true)
                .execute(arguments));
    }

    @Override
    public Integer call() {
        List<SoakReport.Played> played = new ArrayList<>();
        for (Topology topology : scene.topologies()) {
            boolean isReplicated = topology != Topology.STANDALONE;
            SoakScenario scenario = new SoakScenario(topology, scene.engine(), scene.hubs(), durable && isReplicated);
            SoakPlan plan = new SoakPlan(
                    seed,
                    jobs,
                    Duration.ofMinutes(minutes),
                    new SoakPlan.Crowd(16, 8, 6, PROCESSES, 2),
                    1_500,
                    3,
                    Duration.ofSeconds(90),
                    forgiven(isReplicated));
            say(scenario.command(plan));
            try (Stage stage = scenario.open()) {
                SoakOutcome outcome = scenario.playRounds(stage, plan, this::say);
                say(outcome.text());
                played.add(new SoakReport.Played(scenario, outcome));
            }
        }
        SoakReport result = new SoakReport(clock.instant(), played);
        if (report != null) {
            say("Kept in " + result.kept().write(report, name));
        }
        return played.stream().allMatch(each -> each.outcome().passed()) ? 0 : 1;
    }

    private Set<Kind> forgiven(boolean isReplicated) {
        return isReplicated && !durable ? LOST_TAIL : Set.of();
    }

    private void say(String text) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(text);
        out.flush();
    }
}
