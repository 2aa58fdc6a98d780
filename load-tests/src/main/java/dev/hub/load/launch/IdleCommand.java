package dev.hub.load.launch;

import dev.hub.load.dialect.Channels;
import dev.hub.load.scenario.IdleCrowd;
import dev.hub.load.scenario.Scenario;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code run idle}. */
@Command(name = "idle", description = "Memory per idle subscribed connection.")
final class IdleCommand extends Measurement {
    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "10000",
            description = "A process may hold no more than ulimit -n descriptors. Default: ${DEFAULT-VALUE}.")
    private int connections;

    @Option(
            names = "--channels",
            paramLabel = "KIND",
            defaultValue = "SHARED",
            description = "${COMPLETION-CANDIDATES}: one channel for all, or one for each. Default: ${DEFAULT-VALUE}.")
    private Channels channels = Channels.SHARED;

    @Option(
            names = "--settle",
            paramLabel = "SECONDS",
            defaultValue = "3",
            description = "Pause before and after garbage collections. Default: ${DEFAULT-VALUE}.")
    private int settle;

    @Override
    List<Scenario> scenarios() {
        return List.of(new IdleCrowd(connections, channels, Duration.ofSeconds(settle)));
    }
}
