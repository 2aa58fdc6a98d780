package dev.hub.core.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class CapacityTest {
    @Test
    void shedsTheLowestPriorityFirst() {
        Capacity capacity = new Capacity(10);

        capacity.set(8.5);

        assertThat(IntStream.rangeClosed(0, 9).mapToDouble(capacity::share))
                .containsExactly(1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.5, 0.1);
    }

    @Test
    void leavesEachPriorityItsFloor() {
        Capacity capacity = new Capacity(10);

        capacity.set(0.5);

        assertThat(capacity.share(0)).isEqualTo(0.5);
        assertThat(capacity.share(1)).isEqualTo(0.1);
        assertThat(capacity.admits(9, 0.05)).isTrue();
        assertThat(capacity.admits(9, 0.5)).isFalse();
        assertThat(capacity.shed()).isEqualTo(1);
    }

    @Test
    void admitsEverythingWhenFull() {
        assertThat(new Capacity(1).admits(9, 0.999)).isTrue();
    }

    @Test
    void saysWhichTargetIsOutOfRange() {
        assertThatThrownBy(() -> new CapacityTargets(Duration.ofMillis(5), Duration.ofMillis(500), 95, 80, 10))
                .hasMessage("loop-lag must be 10ms or more, got 5ms");
        assertThatThrownBy(() -> new CapacityTargets(Duration.ofMillis(50), Duration.ofMillis(500), 20, 80, 10))
                .hasMessage("cpu must be 50 to 100, got 20");
    }
}
