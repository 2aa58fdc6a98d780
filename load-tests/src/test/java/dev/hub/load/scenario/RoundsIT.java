package dev.hub.load.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.load.proc.CpuClock;
import dev.hub.load.proc.JavaHeap;
import dev.hub.load.proc.Listeners;
import dev.hub.load.proc.MachineClock;
import dev.hub.load.proc.ResidentMemory;
import dev.hub.load.report.Metric;
import dev.hub.load.report.Section;
import dev.hub.load.server.Launcher;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(value = OS.LINUX, disabledReason = "procfs is Linux's")
final class RoundsIT {
    private static final Path PROC = Path.of("/proc");
    private static final FanOut BURSTS = new FanOut(50, 16, 16, 128);

    @TempDir
    private Path logs;

    private final List<String> progress = new ArrayList<>();

    @Test
    void countsEveryMessageOfCoalescedFramesExactly() {
        Section section = measure(SmallHub.Fault.NONE, BURSTS, 2);

        assertThat(section.notes()).isEmpty();
        assertThat(section.samples()).hasSize(2);
        assertThat(section.figure("small", Metric.DELIVERIES).orElseThrow().min())
                .isGreaterThan(1_000);
        assertThat(section.figure("small", Metric.CPU_PER_DELIVERY)
                        .orElseThrow()
                        .min())
                .isPositive();
        assertThat(section.figure("small", Metric.P99).orElseThrow().min())
                .isPositive()
                .isLessThan(1_000);
        assertThat(progress).containsExactly("fan-out-b16, round 1 of 2: small", "fan-out-b16, round 2 of 2: small");
    }

    @Test
    void doesNotCountWhatAServerThatHasJustStartedCosts() {
        Section section = measure(SmallHub.Fault.NONE, BURSTS, 2, Duration.ofMillis(1));

        assertThat(section.samples()).hasSize(2);
        assertThat(progress)
                .containsExactly(
                        "fan-out-b16, round 1 of 2: small",
                        "fan-out-b16, before round 1: small",
                        "fan-out-b16, round 2 of 2: small");
    }

    @Test
    void givesNoFigureWhenOneDeliveryIsLost() {
        Section section = measure(SmallHub.Fault.DROPS, new FanOut(5, 1, 1, 128), 1);

        assertThat(section.samples()).isEmpty();
        assertThat(section.notes())
                .singleElement()
                .asString()
                .contains("small, round 1: no figure: 1 deliveries are missing");
    }

    @Test
    void givesNoFigureWhenOneDeliveryIsDoubled() {
        Section section = measure(SmallHub.Fault.DOUBLES, new FanOut(1, 16, 16, 128), 1);

        assertThat(section.samples()).isEmpty();
        assertThat(section.notes()).singleElement().asString().contains("out of order or doubled");
    }

    @Test
    void saysWhyASubscriberWasLost() {
        Section section = measure(SmallHub.Fault.CLOSES, new OpenFanOut(5, 100, 128), 1);

        assertThat(section.notes())
                .singleElement()
                .asString()
                .contains("1 subscribers were lost; the first was closed by the server with 3008 slow");
    }

    @Test
    void saysWhatTheServerRefused() {
        Section section = measure(SmallHub.Fault.REFUSES_SUBSCRIBERS, BURSTS, 1);

        assertThat(section.notes()).singleElement().asString().contains("permission denied");
    }

    @Test
    void keepsTheRateOfAnOpenLoop() {
        Section section = measure(SmallHub.Fault.NONE, new OpenFanOut(20, 200, 128), 1);

        assertThat(section.notes()).isEmpty();
        assertThat(section.figure("small", Metric.MISSING).orElseThrow().max()).isZero();
        assertThat(section.figure("small", Metric.DELIVERIES).orElseThrow().median())
                .isBetween(3_000.0, 5_000.0);
    }

    @Test
    void countsHandshakes() {
        Section section = measure(SmallHub.Fault.NONE, new ConnectStorm(8), 1);

        assertThat(section.notes()).isEmpty();
        assertThat(section.figure("small", Metric.HANDSHAKES).orElseThrow().median())
                .isPositive();
    }

    private Section measure(SmallHub.Fault fault, Scenario scenario, int rounds) {
        return measure(fault, scenario, rounds, Duration.ZERO);
    }

    private Section measure(SmallHub.Fault fault, Scenario scenario, int rounds, Duration runIn) {
        Instruments instruments = new Instruments(
                new CpuClock(PROC, 100),
                new MachineClock(PROC, 100),
                new ResidentMemory(PROC),
                new JavaHeap(),
                new Instruments.Times(Duration.ofMillis(300), Duration.ofMillis(1_000), runIn));
        Launcher launcher = new Launcher(logs, new Listeners(PROC), Duration.ofSeconds(10));
        try (SmallHub server = new SmallHub(fault)) {
            return new Rounds(launcher, instruments, progress::add).run(scenario, List.of(server.contender()), rounds);
        }
    }
}
