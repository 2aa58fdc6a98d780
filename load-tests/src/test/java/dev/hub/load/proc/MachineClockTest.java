package dev.hub.load.proc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class MachineClockTest {
    @Test
    void addsAllThatIsNeitherIdleNorWaiting() {
        assertThat(MachineClock.busyTicks("cpu  1 2 4 1000 2000 8 16 32 64 128\ncpu0 9 9 9 9 9 9 9 9 9 9\n"))
                .isEqualTo(63);
    }
}
