package dev.hub.websocket.metering;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class LoopLagTest {
    private static final long MS = 1_000_000;

    @Test
    void tellsTheWorstSinceItWasAsked() {
        LoopLag lag = new LoopLag(50, 0);

        lag.tick(51 * MS);
        lag.tick(401 * MS);
        lag.tick(452 * MS);

        assertThat(lag.takeMicros()).isEqualTo(300_000);
        lag.tick(502 * MS);
        assertThat(lag.takeMicros()).isZero();
    }
}
