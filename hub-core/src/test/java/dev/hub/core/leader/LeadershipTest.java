package dev.hub.core.leader;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LeadershipTest {
    /** The clock may be anywhere, and run over. */
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);

    private final Leadership leadership = new Leadership(nanos::get);

    @Test
    void isNobodysAtFirst() {
        assertThat(leadership.term()).isEmpty();
    }

    @Test
    void endsByTheClockThoughNobodySaysSo() {
        leadership.hold(7, nanos.get() + 10);

        nanos.addAndGet(9);
        assertThat(leadership.term()).hasValue(7);
        nanos.addAndGet(1);
        assertThat(leadership.term()).isEmpty();
    }

    @Test
    void endsWhenAnotherLeads() {
        leadership.hold(7, nanos.get() + 10);

        leadership.end();

        assertThat(leadership.term()).isEmpty();
    }

    @Test
    void isTrustedInForLessThanTheServerGrants() {
        assertThat(LeaderTerms.STANDARD.trust()).isLessThan(LeaderTerms.STANDARD.lease());
        assertThat(LeaderTerms.STANDARD.interval().multipliedBy(2)).isLessThan(LeaderTerms.STANDARD.trust());
    }
}
