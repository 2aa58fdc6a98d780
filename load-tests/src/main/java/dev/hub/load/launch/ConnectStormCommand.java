package dev.hub.load.launch;

import dev.hub.load.scenario.ConnectStorm;
import dev.hub.load.scenario.Scenario;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code run connect-storm}. */
@Command(
        name = "connect-storm",
        description = "CPU per handshake and handshakes/s. --tokens has the hub check one per client.")
final class ConnectStormCommand extends Measurement {
    @Option(
            names = "--at-once",
            paramLabel = "N",
            defaultValue = "64",
            description = "Handshakes under way at any time. Default: ${DEFAULT-VALUE}.")
    private int atOnce;

    @Override
    List<Scenario> scenarios() {
        return List.of(new ConnectStorm(atOnce));
    }
}
