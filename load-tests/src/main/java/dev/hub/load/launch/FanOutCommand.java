package dev.hub.load.launch;

import dev.hub.load.scenario.FanOut;
import dev.hub.load.scenario.Scenario;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code run fan-out}. */
@Command(
        name = "fan-out",
        description = "Closed loop: CPU per delivery and deliveries/s, as fast as the subscribers receive.")
final class FanOutCommand extends Measurement {
    @Option(
            names = "--subscribers",
            paramLabel = "N",
            defaultValue = "2000",
            description = "Default: ${DEFAULT-VALUE}.")
    private int subscribers;

    @Option(
            names = "--burst",
            paramLabel = "N",
            split = ",",
            defaultValue = "1,16",
            description = "Messages in one write; several are measured one after the other. Default: ${DEFAULT-VALUE}.")
    private List<Integer> bursts = List.of();

    @Option(
            names = "--window",
            paramLabel = "N",
            description = "Most messages under way. Default: the burst, or 4 without bursts.")
    private @Nullable Integer window;

    @Option(
            names = "--payload",
            paramLabel = "BYTES",
            defaultValue = "128",
            description = "JSON per message. Default: ${DEFAULT-VALUE}.")
    private int payload;

    @Override
    List<Scenario> scenarios() {
        return bursts.stream().map(this::scenario).toList();
    }

    private Scenario scenario(int burst) {
        return new FanOut(subscribers, Optional.ofNullable(window).orElse(FanOut.windowFor(burst)), burst, payload);
    }
}
