package dev.hub.verticles.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.bus.LoopState;
import org.junit.jupiter.api.Test;

final class LoopStatesTest {
    private final LoopStates loops = new LoopStates(250_000_000);

    @Test
    void countsALoopThatDoesNotReportAsLate() {
        loops.heard(new LoopState("a", 100, 0, 0), 0);
        loops.heard(new LoopState("b", 5000, 0, 0), 0);

        assertThat(loops.worstLagMicros(200_000_000)).isEqualTo(5000);
        assertThat(loops.worstLagMicros(1_250_000_000)).isEqualTo(1_000_000);
    }

    @Test
    void tellsHowMuchComesInAnInterval() {
        loops.heard(new LoopState("a", 0, 10, 100), 0);
        loops.heard(new LoopState("b", 0, 30, 50), 0);

        assertThat(loops.queuePercent()).isEqualTo(30);
        assertThat(loops.receivedPerInterval()).isZero();
        loops.heard(new LoopState("a", 0, 10, 120), 250_000_000);
        assertThat(loops.receivedPerInterval()).isEqualTo(20);
    }

    @Test
    void aLoopThatIsTooBusyToReportIsNotTakenForIdle() {
        loops.heard(new LoopState("a", 0, 10, 0), 0);
        loops.heard(new LoopState("a", 2_000_000, 10, 9_000), 2_250_000_000L);

        assertThat(loops.receivedPerInterval()).isEqualTo(1_000);
        assertThat(loops.receivedPerInterval()).isEqualTo(1_000);
    }
}
