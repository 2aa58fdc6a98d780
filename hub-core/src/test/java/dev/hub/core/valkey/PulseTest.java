package dev.hub.core.valkey;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** With a heartbeat of 1 s and death after 3 s. */
class PulseTest {

    private static final long MILLI = 1_000_000;

    private final Pulse pulse = new Pulse(LinkSettings.DEFAULT);

    PulseTest() {
        pulse.begin(0);
    }

    @Test
    void asksOncePerInterval() {
        assertThat(look(500)).isEqualTo(Pulse.Verdict.ALIVE);
        assertThat(look(1_000)).isEqualTo(Pulse.Verdict.ASK);
        pulse.answered(1_002 * MILLI);
        assertThat(look(1_500)).isEqualTo(Pulse.Verdict.ALIVE);
        assertThat(look(2_000)).isEqualTo(Pulse.Verdict.ASK);
        assertThat(pulse.roundTripMicros()).isEqualTo(2_000);
    }

    @Test
    void declaresDeathAfterSilence() {
        for (int at = 500; at <= 3_000; at += 500) {
            assertThat(look(at)).isNotEqualTo(Pulse.Verdict.DEAD);
        }
        assertThat(look(3_001)).isEqualTo(Pulse.Verdict.DEAD);
    }

    @Test
    void takesAnyAnswerForLife() {
        for (int at = 500; at <= 10_000; at += 500) {
            pulse.heard(at * MILLI);
            assertThat(look(at)).isNotEqualTo(Pulse.Verdict.DEAD);
        }
    }

    @Test
    void doesNotBlameTheServerForAnEventLoopThatStoodStill() {
        assertThat(look(500)).isEqualTo(Pulse.Verdict.ALIVE);
        assertThat(look(9_000)).isEqualTo(Pulse.Verdict.ASK);
        assertThat(look(9_500)).isEqualTo(Pulse.Verdict.ALIVE);
    }

    private Pulse.Verdict look(long millis) {
        return pulse.look(millis * MILLI);
    }
}
