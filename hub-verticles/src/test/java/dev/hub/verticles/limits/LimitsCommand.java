package dev.hub.verticles.limits;

import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.Standalone;
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

/** Measures decisions on limits, several limiters by turns, on one Valkey. */
@Command(
        name = "limits",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures what a decision on a rate limit costs: the hub in its three scopes, Bucket4j,"
                    + " rate-limiter-flexible, and a bare GET, by turns on one private Valkey.",
            "Medians over the rounds count; only ratios within a run are comparable."
        })
final class LimitsCommand implements Callable<Integer> {
    private static final int FLOOR_REQUESTS = 400_000;
    private static final int FLOOR_CLIENTS = 50;
    private static final List<String> GET = List.of("get", "key:__rand_int__");

    @Mixin
    private MeasureOptions options = new MeasureOptions();

    @Option(
            names = "--warm-up",
            paramLabel = "S",
            defaultValue = "4",
            description = "Seconds; default ${DEFAULT-VALUE}.")
    private double warmUp;

    @Option(
            names = "--measure",
            paramLabel = "S",
            defaultValue = "4",
            description = "Seconds; default ${DEFAULT-VALUE}.")
    private double measure;

    @Option(
            names = "--in-flight",
            paramLabel = "N",
            defaultValue = "256",
            description = "Decisions under way at the same time; default ${DEFAULT-VALUE}.")
    private int inFlight;

    @Option(
            names = "--subjects",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Users with a limit each; default ${DEFAULT-VALUE}.")
    private int subjects;

    @Option(names = "--only", paramLabel = "L", description = "One of ${COMPLETION-CANDIDATES}; may be repeated.")
    private List<Limiter> limiters = List.of(Limiter.values());

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    /** Ends with 0 unless something could not be measured. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new LimitsCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }

    @Override
    public Integer call() {
        Pressure pressure = new Pressure(inFlight, subjects);
        Map<String, List<Figures>> all = new LinkedHashMap<>();
        for (int round = 0; round < options.rounds(); round++) {
            try (Standalone valkey = Standalone.start(Engine.VALKEY)) {
                for (int pipeline : List.of(1, 16)) {
                    Floor floor = new Floor(FLOOR_REQUESTS, FLOOR_CLIENTS, pipeline);
                    note(all, "bare GET, pipelines of " + pipeline, floor.measure(valkey.server(), GET));
                }
                for (Limiter limiter : limiters) {
                    note(all, limiter.title(), limiter.measure(valkey.server(), pressure, warmUp, measure));
                }
            }
        }
        Report result = new LimitsReport(InstantSource.system().instant(), pressure, options.rounds(), all).report();
        options.tell(result, spec.commandLine().getOut());
        return 0;
    }

    private void note(Map<String, List<Figures>> all, String name, Figures figures) {
        all.computeIfAbsent(name, first -> new ArrayList<>()).add(figures);
        spec.commandLine().getErr().println(name + ": " + figures);
        spec.commandLine().getErr().flush();
    }
}
