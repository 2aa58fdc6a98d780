package dev.hub.load.launch;

import dev.hub.load.scenario.OpenFanOut;
import dev.hub.load.scenario.Scenario;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code run fan-out-open}. */
@Command(
        name = "fan-out-open",
        description = "Open loop: latency and CPU at a steady rate, whether the server keeps up or not.")
final class OpenFanOutCommand extends Measurement {
    @Option(
            names = "--subscribers",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Default: ${DEFAULT-VALUE}.")
    private int subscribers;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "500",
            description = "Publications per second. Default: ${DEFAULT-VALUE}.")
    private int rate;

    @Option(
            names = "--payload",
            paramLabel = "BYTES",
            defaultValue = "128",
            description = "JSON per message. Default: ${DEFAULT-VALUE}.")
    private int payload;

    @Override
    List<Scenario> scenarios() {
        return List.of(new OpenFanOut(subscribers, rate, payload));
    }
}
