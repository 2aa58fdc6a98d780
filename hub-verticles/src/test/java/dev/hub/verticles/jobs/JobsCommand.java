package dev.hub.verticles.jobs;

import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.Standalone;
import dev.hub.verticles.jobs.Scenario.Perform;
import dev.hub.verticles.jobs.Scenario.Start;
import dev.hub.verticles.jobs.Scenario.Submit;
import dev.hub.verticles.jobs.Scenario.Turn;
import dev.hub.verticles.measure.Figures;
import dev.hub.verticles.measure.Floor;
import dev.hub.verticles.measure.MeasureOptions;
import dev.hub.verticles.measure.Report;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures jobs, two queues by turns, each on a Valkey of its own. */
@Command(
        name = "jobs",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures what a job costs: the hub by its API for verticles and by its store alone, and BullMQ, by turns,"
                    + " each on a private Valkey; payloads of 1,000 bytes.",
            "Medians over the rounds count; only ratios within a run are comparable."
        })
final class JobsCommand implements Callable<Integer> {
    /** Prefix of the titles of scenarios that are to be measured. */
    @Option(
            names = "--scenario",
            paramLabel = "S",
            description = "Those whose title begins so; may be repeated; default: all.")
    private List<String> scenarios = List.of("");

    @Mixin
    private MeasureOptions options = new MeasureOptions();

    @Option(
            names = "--run-in",
            paramLabel = "S",
            defaultValue = "8",
            description = "Seconds for a queue that has just started; default ${DEFAULT-VALUE}.")
    private double runIn;

    @Option(
            names = "--warm-up",
            paramLabel = "S",
            defaultValue = "1.5",
            description = "Seconds for each scenario; default ${DEFAULT-VALUE}.")
    private double warmUp;

    @Option(
            names = "--measure",
            paramLabel = "S",
            defaultValue = "2",
            description = "Seconds for each scenario; default ${DEFAULT-VALUE}.")
    private double measure;

    @Option(names = "--active", paramLabel = "N", description = "Active jobs while others are done; may be repeated.")
    private List<Integer> active = List.of(0, 10_000, 100_000);

    @Option(names = "--only", paramLabel = "C", description = "One of ${COMPLETION-CANDIDATES}; may be repeated.")
    private List<Contender> contenders = List.of(Contender.values());

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    private final Map<Scenario, Map<String, List<Figures>>> all = new LinkedHashMap<>();

    /** Ends with 0 unless something could not be measured. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new JobsCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }

    @Override
    public Integer call() {
        for (int round = 0; round < options.rounds(); round++) {
            measureFloor();
            for (Contender contender : contenders) {
                try (Standalone valkey = Standalone.start(Engine.VALKEY);
                        JobQueue queue = contender.on(valkey.server())) {
                    Load load = new Load(queue, valkey.server(), warmUp, measure);
                    load.runIn(runIn);
                    for (Scenario scenario : chosen()) {
                        note(scenario, contender.title(), load.measure(scenario));
                    }
                }
            }
        }
        Report result = new JobsReport(InstantSource.system().instant(), options.rounds(), measure, all).report();
        options.tell(result, spec.commandLine().getOut());
        return 0;
    }

    /** Those on a queue without other jobs come first. */
    private List<Scenario> chosen() {
        List<Scenario> every = new ArrayList<>(List.of(
                new Turn(100),
                new Start(),
                new Submit(1, 1),
                new Submit(100, 1),
                new Submit(1, 100),
                new Submit(1, 1_000)));
        for (int held : active) {
            for (int concurrency : List.of(1, 10, 100)) {
                every.add(new Perform(concurrency, held));
            }
        }
        return every.stream()
                .filter(each -> scenarios.stream().anyMatch(each.title()::startsWith))
                .toList();
    }

    private void measureFloor() {
        try (Standalone valkey = Standalone.start(Engine.VALKEY)) {
            List<String> set =
                    List.of("EVAL", "return redis.call('SET', KEYS[1], ARGV[1])", "1", "k", "x".repeat(1_000));
            for (Scenario.Floor floor : List.of(new Scenario.Floor(1), new Scenario.Floor(100))) {
                if (scenarios.stream().anyMatch(floor.title()::startsWith)) {
                    int requests = floor.pipeline() == 1 ? 20_000 : 200_000;
                    note(floor, "Valkey", new Floor(requests, 1, floor.pipeline()).measure(valkey.server(), set));
                }
            }
        }
    }

    private void note(Scenario scenario, String name, Figures figures) {
        all.computeIfAbsent(scenario, first -> new LinkedHashMap<>())
                .computeIfAbsent(name, first -> new ArrayList<>())
                .add(figures);
        spec.commandLine().getErr().println(scenario.title() + ", " + name + ": " + figures);
        spec.commandLine().getErr().flush();
    }
}
