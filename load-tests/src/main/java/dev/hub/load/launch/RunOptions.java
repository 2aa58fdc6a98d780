package dev.hub.load.launch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What all measurements share. */
final class RunOptions {
    @Option(
            names = "--servers",
            split = ",",
            paramLabel = "NAME",
            description =
                    "Which servers, in this order: hub, floor, floor-batch, ws, socketio. Default: all that can run here.")
    private List<String> servers = List.of("hub", "floor", "floor-batch", "ws", "socketio");

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description = "Interleaved rounds. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--warm-up",
            paramLabel = "SECONDS",
            defaultValue = "3",
            description = "Load before each measured window. Default: ${DEFAULT-VALUE}.")
    private double warmUp;

    @Option(
            names = "--run-in",
            paramLabel = "SECONDS",
            defaultValue = "15",
            description =
                    "Load that does not count, after a start of the hub or a Node server: until then their compilers work. Default: ${DEFAULT-VALUE}.")
    private double runIn;

    @Option(
            names = "--measure",
            paramLabel = "SECONDS",
            defaultValue = "4",
            description = "Length of each measured window. Default: ${DEFAULT-VALUE}.")
    private double measured;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "Name of the report, part of its file names. Default: that of the command.")
    private @Nullable String name;

    @Option(
            names = "--reports",
            paramLabel = "DIRECTORY",
            defaultValue = "reports",
            description = "Where reports are kept. Default: load-tests/${DEFAULT-VALUE}.")
    private Path reports = Path.of("reports");

    List<String> servers() {
        return servers;
    }

    /** At least one. */
    int rounds() {
        if (rounds < 1) {
            throw new IllegalArgumentException("--rounds must be 1 or more, got " + rounds);
        }
        return rounds;
    }

    Duration warmUp() {
        return seconds("--warm-up", warmUp);
    }

    Duration measured() {
        return seconds("--measure", measured);
    }

    /** Zero for none. */
    Duration runIn() {
        return runIn == 0 ? Duration.ZERO : seconds("--run-in", runIn);
    }

    String name(String command) {
        return name == null ? command : name;
    }

    Path reports() {
        return reports;
    }

    private static Duration seconds(String option, double value) {
        if (!(value > 0) || value > 3_600) {
            throw new IllegalArgumentException(option + " must be more than 0 and at most 3600 seconds, got " + value);
        }
        return Duration.ofNanos((long) (value * 1e9));
    }
}
