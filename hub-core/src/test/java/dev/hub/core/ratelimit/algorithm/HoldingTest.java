package dev.hub.core.ratelimit.algorithm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class HoldingTest {
    private static final long TTL = 1000;

    private final Holding holding = new Holding(TTL);

    @Test
    void spendsWhatWasGrantedAndNoMore() {
        holding.request(10, 0);
        holding.granted(10);

        assertThat(holding.spend(7, 1)).isTrue();
        assertThat(holding.spend(4, 1)).isFalse();
        assertThat(holding.spend(3, 1)).isTrue();
        assertThat(holding.request(10, 2)).isEqualTo(new Holding.Request(2, 10, 0, 10));
    }

    @Test
    void endsATimeAfterItWasAskedForNotAfterItWasAnswered() {
        holding.request(10, 0);
        holding.granted(10);

        assertThat(holding.available(TTL - 1)).isEqualTo(10);
        assertThat(holding.spend(1, TTL)).isFalse();
    }

    @Test
    void goesOnSpendingWhileItAsks() {
        holding.request(10, 0);
        holding.granted(10);
        holding.spend(2, 1);
        holding.request(20, 2);
        holding.spend(3, 3);
        holding.granted(20);

        assertThat(holding.available(4)).isEqualTo(17);
        assertThat(holding.unreported()).isEqualTo(3);
    }

    @Test
    void spendsNoMoreThanItKeepsOnceItGivesTheRestBack() {
        holding.request(10, 0);
        holding.granted(10);
        holding.request(4, 1);

        assertThat(holding.spend(5, 2)).isFalse();
        holding.failed();
        assertThat(holding.available(3)).isEqualTo(4);
    }

    @Test
    void whatWasHeldTooLongCountsAsSpent() {
        holding.request(10, 0);
        holding.granted(10);
        holding.spend(4, 1);

        assertThat(holding.request(10, TTL + 1)).isEqualTo(new Holding.Request(2, 4, 4, 10));
    }

    @Test
    void givesBackWhatWasNotReportedYet() {
        holding.request(10, 0);
        holding.granted(10);
        holding.spend(4, 1);

        assertThat(holding.refund(3, 2)).isTrue();
        holding.request(10, 3);
        holding.failed();
        assertThat(holding.refund(1, 4)).isFalse();
        assertThat(holding.available(4)).isEqualTo(9);
    }
}
