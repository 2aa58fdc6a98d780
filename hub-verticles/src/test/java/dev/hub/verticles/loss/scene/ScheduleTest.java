package dev.hub.verticles.loss.scene;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.verticles.loss.scene.Servers.Topology;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One number fixes what happens when. */
class ScheduleTest {
    private static final List<String> KEYS = List.of("a", "b", "c");

    private static Schedule of(Topology topology, long seed) {
        return Schedule.of(topology, KEYS, 3, 2, new SplittableRandom(seed));
    }

    @ParameterizedTest
    @EnumSource(Topology.class)
    void theSameSeedIsTheSameSchedule(Topology topology) {
        assertThat(of(topology, 5)).isEqualTo(of(topology, 5)).isNotEqualTo(of(topology, 6));
    }

    @ParameterizedTest
    @EnumSource(Topology.class)
    void everyFaultComesAsOftenAsAskedFor(Topology topology) {
        assertThat(of(topology, 1).steps().stream()
                        .collect(Collectors.groupingBy(step -> step.fault().getClass(), Collectors.counting()))
                        .values())
                .hasSizeGreaterThan(6)
                .containsOnly(2L);
    }
}
