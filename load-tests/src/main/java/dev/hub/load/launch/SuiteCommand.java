package dev.hub.load.launch;

import dev.hub.load.dialect.Channels;
import dev.hub.load.scenario.ConnectStorm;
import dev.hub.load.scenario.FanOut;
import dev.hub.load.scenario.IdleCrowd;
import dev.hub.load.scenario.OpenFanOut;
import dev.hub.load.scenario.Scenario;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code run suite}: everything, with the parameters that the targets are stated for. */
@Command(
        name = "suite",
        description =
                "All scenarios with the parameters that the targets name: the report that is kept. 20 to 25 minutes.")
final class SuiteCommand extends Measurement {
    private static final int PAYLOAD = 128;

    @Option(
            names = "--small",
            description = "A tenth of the connections, to see that everything works. Targets mean nothing then.")
    private boolean small;

    @Override
    List<Scenario> scenarios() {
        int part = small ? 10 : 1;
        return List.of(
                new FanOut(2_000 / part, FanOut.windowFor(1), 1, PAYLOAD),
                new FanOut(2_000 / part, FanOut.windowFor(16), 16, PAYLOAD),
                new OpenFanOut(1_000 / part, 500, PAYLOAD),
                new IdleCrowd(10_000 / part, Channels.SHARED, Duration.ofSeconds(small ? 1 : 3)),
                new ConnectStorm(64));
    }
}
