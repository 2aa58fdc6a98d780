package dev.hub.verticles.loss;

import dev.hub.verticles.loss.scene.SceneOptions;
import dev.hub.verticles.loss.scene.Servers.Topology;
import dev.hub.verticles.loss.scene.Stage;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The long loss test: rounds of faults on each shape of servers in turn, until the time is over, and a report. */
@Command(
        name = "loss",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        subcommands = StampedeCommand.class,
        description = {
            "Breaks servers, links and hubs while writers publish and readers come and go, and compares what every"
                    + " reader got with what was acknowledged. Exit code 1 when a promise was broken.",
            "One round plays every fault of a topology once or more, in a random order. The topologies share the time."
        })
final class LossCommand implements Callable<Integer> {
    private static final Path SDK = Path.of("src", "test", "sdk", "node_modules", "centrifuge");

    @Option(
            names = "--minutes",
            paramLabel = "N",
            defaultValue = "10",
            description = "How long, at least one round for each topology; default ${DEFAULT-VALUE}.")
    private int minutes;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "0",
            description = "Rounds for each topology, instead of a time.")
    private int rounds;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "Of the first round; the next ones count up. Default: another one each time.")
    private long seed = InstantSource.system().millis();

    @Mixin
    private SceneOptions scene = new SceneOptions();

    @Option(
            names = "--readers",
            paramLabel = "N",
            defaultValue = "60",
            description = "How many readers; default ${DEFAULT-VALUE}.")
    private int readers;

    @Option(
            names = "--sdk-readers",
            paramLabel = "N",
            description =
                    "How many more that are the official JavaScript SDK; default 3 where it is installed, else 0.")
    private int sdkReaders = Files.exists(SDK) ? 3 : 0;

    @Option(
            names = "--times",
            paramLabel = "N",
            defaultValue = "2",
            description = "How often each fault comes in a round; default ${DEFAULT-VALUE}.")
    private int times;

    @Option(names = "--report", paramLabel = "DIR", description = "Where reports are kept; default: none.")
    private @Nullable Path report;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            defaultValue = "loss",
            description = "Of the report; default ${DEFAULT-VALUE}.")
    private String name = "loss";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    private final InstantSource clock = InstantSource.system();
    private final List<Round> played = new ArrayList<>();

    /** Ends with 0 when all promises were kept, 1 when one was broken, 2 when the command line is wrong. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new LossCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOverwrittenOptionsAllowed(true)
                .execute(arguments));
    }

    @Override
    public Integer call() {
        Duration share =
                Duration.ofMinutes(minutes).dividedBy(scene.topologies().size());
        for (Topology topology : scene.topologies()) {
            play(topology, share);
        }
        LossReport result = new LossReport(clock.instant(), played);
        out().println(result.markdown());
        if (report != null) {
            out().println("Kept in " + result.write(report, name));
        }
        return played.stream().allMatch(round -> round.outcome().verdict().passed()) ? 0 : 1;
    }

    private void play(Topology topology, Duration share) {
        Scenario scenario = new Scenario(
                topology, scene.engine(), scene.hubs(), new Plan.Crowd(8, 5, readers, sdkReaders, 3, true), times);
        long end = clock.millis() + share.toMillis();
        try (Stage stage = scenario.open()) {
            int round = 0;
            do {
                long own = seed++;
                Outcome outcome = scenario.play(stage, own, "r" + round++);
                played.add(new Round(scenario, own, outcome));
                tell(played.getLast());
            } while (rounds > 0 ? round < rounds : clock.millis() < end);
        }
    }

    private void tell(Round round) {
        out().println(round.place() + ", seed " + round.seed() + ": "
                + (round.outcome().verdict().passed()
                        ? "passed"
                        : "BROKEN, again with " + round.scenario().command(round.seed())));
        out().println(round.outcome().text().indent(4));
        out().flush();
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
