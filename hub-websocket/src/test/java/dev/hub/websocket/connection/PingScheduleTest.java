package dev.hub.websocket.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.websocket.connection.PingSchedule.Action;
import org.junit.jupiter.api.Test;

final class PingScheduleTest {
    private static final int INTERVAL = 250;
    private static final int TIMEOUT = 80;

    private final PingSchedule pings = new PingSchedule(100);

    private Action at(int now) {
        return pings.due(now, INTERVAL, TIMEOUT);
    }

    @Test
    void pingsFromTheFirstTimeOnOncePerInterval() {
        assertThat(at(99)).isEqualTo(Action.NOTHING);
        assertThat(at(100)).isEqualTo(Action.PING);
        assertThat(pings.next()).isEqualTo(180);
        assertThat(pings.answer()).isTrue();
        assertThat(pings.next()).isEqualTo(350);
        assertThat(at(349)).isEqualTo(Action.NOTHING);
        assertThat(at(350)).isEqualTo(Action.PING);
    }

    @Test
    void givesUpWhenNoAnswerCameInTime() {
        at(100);

        assertThat(at(179)).isEqualTo(Action.NOTHING);
        assertThat(at(180)).isEqualTo(Action.GIVE_UP);
    }

    @Test
    void takesOneAnswerForEachPing() {
        assertThat(pings.answer()).isFalse();
        at(100);
        assertThat(pings.answer()).isTrue();
        assertThat(pings.answer()).isFalse();
    }
}
