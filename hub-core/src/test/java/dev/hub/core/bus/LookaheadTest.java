package dev.hub.core.bus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LookaheadTest {
    private static final long MILLI = 1_000_000;

    private static Lookahead after(Lookahead lookahead, int times, long nanos) {
        for (int i = 0; i < times; i++) {
            lookahead.ran(nanos);
        }
        return lookahead;
    }

    private static int jobs(int concurrency, int most, long nanos) {
        return after(new Lookahead(concurrency, most), 1_000, nanos).jobs();
    }

    @Test
    void takesNoneBeforeHandlersAreKnownToBeQuick() {
        assertThat(after(new Lookahead(1, 100), 50, MILLI).jobs()).isZero();
        assertThat(after(new Lookahead(1, 100), 120, MILLI).jobs()).isPositive();
    }

    @Test
    void takesWhatIsDoneInFiveMilliseconds() {
        assertThat(jobs(1, 100, MILLI)).isBetween(3, 5);
        assertThat(jobs(10, 1_000, MILLI)).isBetween(26, 50);
    }

    @Test
    void takesNoneWhereHandlersTakeLonger() {
        assertThat(jobs(1, 100, 6 * MILLI)).isZero();
        assertThat(jobs(100, 100, 6 * MILLI)).isZero();
    }

    @Test
    void neverTakesMoreThanItMay() {
        assertThat(jobs(1, 8, 10)).isEqualTo(8);
        assertThat(jobs(1, 0, 10)).isZero();
    }

    @Test
    void takesNoneForAWhileWhenAHandlerHangs() {
        Lookahead lookahead = after(new Lookahead(1, 100), 1_000, MILLI);

        assertThat(lookahead.hung()).isTrue();

        assertThat(lookahead.jobs()).isZero();
        assertThat(lookahead.hung()).isFalse();
        assertThat(after(lookahead, 50, MILLI).jobs()).isZero();
        assertThat(after(lookahead, 100, MILLI).jobs()).isPositive();
    }

    @Test
    void followsHandlersThatBecomeSlow() {
        Lookahead lookahead = after(new Lookahead(10, 100), 1_000, MILLI);

        assertThat(after(lookahead, 1, 200 * MILLI).jobs()).isZero();
    }

    @Test
    void leavesOutSmallChanges() {
        Lookahead lookahead = after(new Lookahead(1, 100), 1_000, MILLI);

        assertThat(lookahead.ran(MILLI + 100_000)).isFalse();
    }
}
