package dev.hub.verticles.loss;

import dev.hub.verticles.loss.scene.EngineOption;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The stampede with as many subscribers as the machine bears. */
@Command(
        name = "stampede",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Thousands of subscribers of " + Stampede.CHANNELS + " channels on " + Stampede.HUBS
                + " hubs leave and come back at once. Exit code 1 when one of them missed something, or a stream was"
                + " read more than "
                + Stampede.READS_PER_STREAM
                + " times by a hub. Each subscriber needs two file descriptors of the limit (ulimit -n).")
final class StampedeCommand implements Callable<Integer> {
    @Option(
            names = "--subscribers",
            paramLabel = "N",
            defaultValue = "10000",
            description = "How many; default ${DEFAULT-VALUE}.")
    private int subscribers;

    @Mixin
    private EngineOption engine = new EngineOption();

    @Option(
            names = "--patience",
            paramLabel = "S",
            defaultValue = "120",
            description = "Seconds until the last of them must have everything; default ${DEFAULT-VALUE}.")
    private int patienceSeconds;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        Stampede.Result result = new Stampede(engine.engine(), subscribers, Duration.ofSeconds(patienceSeconds)).play();
        spec.commandLine().getOut().println((result.isGood() ? "passed: " : "BROKEN: ") + result.text());
        return result.isGood() ? 0 : 1;
    }
}
