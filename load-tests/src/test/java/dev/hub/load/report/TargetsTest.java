package dev.hub.load.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TargetsTest {
    @Test
    void comparesTheMediansOfBursts() {
        Section section = section(
                "fan-out-b16",
                Metric.CPU_PER_DELIVERY,
                Map.of("hub", List.of(0.4, 0.5, 9.0), "ws", List.of(5.0, 4.0, 6.0), "socketio", List.of(4.9)));

        List<Target> targets = Targets.judge(List.of(section));

        assertThat(targets).extracting(Target::verdict).containsExactly("reached", "MISSED");
        assertThat(targets).extracting(Target::measured).containsExactly("10.0 times", "9.8 times");
    }

    @Test
    void saysWhichFigureIsMissing() {
        Section section = section("fan-out-b16", Metric.CPU_PER_DELIVERY, Map.of("hub", List.of(0.4)));

        assertThat(Targets.judge(List.of(section)))
                .extracting(Target::measured)
                .containsExactly("no figure of ws", "no figure of socketio");
        assertThat(Targets.judge(List.of(section))).extracting(Target::reached).containsOnly(Optional.empty());
    }

    @Test
    void countsAKibibyteAs1024Bytes() {
        Section just = section("idle", Metric.RSS_PER_CONNECTION, Map.of("hub", List.of(6144.0)));
        Section over = section("idle", Metric.RSS_PER_CONNECTION, Map.of("hub", List.of(6145.0)));

        assertThat(Targets.judge(List.of(just, over)))
                .extracting(Target::verdict)
                .containsExactly("reached", "MISSED");
    }

    @Test
    void oneLostDeliveryMissesTheOpenLoop() {
        assertThat(Targets.judge(List.of(open(0)))).extracting(Target::verdict).containsExactly("reached");
        assertThat(Targets.judge(List.of(open(1)))).extracting(Target::verdict).containsExactly("MISSED");
    }

    private static Section open(double missing) {
        Map<Metric, Double> figures =
                Map.of(Metric.SERVER_CORES, 0.9, Metric.MISSING, missing, Metric.P50, 4.0, Metric.P99, 9.0);
        return new Section("fan-out-open", "", List.of(), List.of(new Sample("hub", 1, figures)), List.of());
    }

    private static Section section(String scenario, Metric metric, Map<String, List<Double>> values) {
        List<Sample> samples = new ArrayList<>();
        values.forEach((server, figures) ->
                figures.forEach(value -> samples.add(new Sample(server, samples.size(), Map.of(metric, value)))));
        return new Section(scenario, "", List.of(metric), samples, List.of());
    }
}
