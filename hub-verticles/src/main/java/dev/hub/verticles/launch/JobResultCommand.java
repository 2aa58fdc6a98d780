package dev.hub.verticles.launch;

import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code hub job result}. */
@Command(
        name = "result",
        description =
                "Print the result of a job. Exit code 0 when it is done, 1 when it ended otherwise or is not over.",
        footer = {"", "Examples:", "  hub job result mail 8s0kq… --wait 1m"})
final class JobResultCommand extends JobCommandLine.OfJob {
    @Option(
            names = "--wait",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "Wait for its end.")
    private Duration wait = Duration.ZERO;

    JobResultCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        return new JobEnd(this, queue(), id()).await(wait);
    }
}
