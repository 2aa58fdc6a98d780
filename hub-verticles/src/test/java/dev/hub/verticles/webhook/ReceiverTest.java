package dev.hub.verticles.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ReceiverTest {
    private final Receiver receiver = new Receiver(3, failures -> failures * 1000);

    private void fail(long now) {
        receiver.asked();
        receiver.failed(now, 0);
    }

    @Test
    void takesAsManyAtATimeAsAllowed() {
        receiver.asked();
        receiver.asked();
        assertThat(receiver.isOpen(0)).isTrue();
        receiver.asked();

        assertThat(receiver.isOpen(0)).isFalse();
        receiver.took();
        assertThat(receiver.isOpen(0)).isTrue();
    }

    @Test
    void isAskedOneAtATimeAndLessOftenWhileItIsAway() {
        for (int i = 0; i < 4; i++) {
            fail(0);
        }
        assertThat(receiver.isAway()).isFalse();
        assertThat(receiver.isOpen(0)).isTrue();

        fail(0);

        assertThat(receiver.isAway()).isTrue();
        assertThat(receiver.isOpen(999)).isFalse();
        assertThat(receiver.isOpen(1000)).isTrue();
        receiver.asked();
        assertThat(receiver.isOpen(1000)).isFalse();
        receiver.failed(1000, 0);
        assertThat(receiver.isOpen(2999)).isFalse();
        receiver.asked();
        receiver.took();
        assertThat(receiver.isAway()).isFalse();
        assertThat(receiver.isOpen(1001)).isTrue();
    }

    @Test
    void isLeftAloneForAsLongAsItAsks() {
        receiver.asked();
        receiver.failed(0, 5000);

        assertThat(receiver.isAway()).isFalse();
        assertThat(receiver.isOpen(4999)).isFalse();
        assertThat(receiver.isOpen(5000)).isTrue();
    }

    @Test
    void isAskedAgainMuchLaterOnceItIsGone() {
        receiver.asked();
        receiver.gone(0, 60_000);

        assertThat(receiver.isGone()).isTrue();
        assertThat(receiver.isOpen(59_999)).isFalse();
        assertThat(receiver.isOpen(60_000)).isTrue();
    }

    @Test
    void delaysDoubleUpToABoundAndDiffer() {
        Delays delays = new Delays(Duration.ofSeconds(1), new Random(1));

        assertThat(delays.applyAsLong(1)).isBetween(750L, 1250L);
        assertThat(delays.applyAsLong(4)).isBetween(6000L, 10_000L);
        assertThat(delays.applyAsLong(500)).isBetween(225_000L, 375_000L);
        assertThat(LongStream.range(0, 50)
                        .map(i -> delays.applyAsLong(3))
                        .distinct()
                        .count())
                .isGreaterThan(20);
    }
}
