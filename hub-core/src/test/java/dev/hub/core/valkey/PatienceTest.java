package dev.hub.core.valkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** With 700 ms for a first attempt. */
class PatienceTest {

    private long nowMillis = 5;
    private final Patience patience = new Patience(Duration.ofMillis(700), () -> nowMillis * 1_000_000);

    private long attemptThatFailsAfter(long millis) {
        patience.begin();
        nowMillis += millis;
        patience.failed();
        return patience.limit().toMillis();
    }

    @Test
    void doublesAfterEachAttemptThatUsedUpItsTimeUpToABound() {
        assertThat(patience.limit()).hasMillis(700);

        assertThat(attemptThatFailsAfter(700)).isEqualTo(1400);
        assertThat(attemptThatFailsAfter(1401)).isEqualTo(2800);
        assertThat(attemptThatFailsAfter(2800)).isEqualTo(5600);
        assertThat(attemptThatFailsAfter(5600)).isEqualTo(5600);
    }

    @Test
    void staysAsItIsWhenTheServerRefusesAtOnce() {
        patience.begin();
        assertThat(patience.failed()).isFalse();
        assertThat(attemptThatFailsAfter(699)).isEqualTo(700);

        attemptThatFailsAfter(700);

        assertThat(attemptThatFailsAfter(1399)).isEqualTo(1400);
    }

    @Test
    void givesEachPartOfAnAttemptItsOwnTime() {
        patience.begin();
        nowMillis += 600;

        assertThat(attemptThatFailsAfter(600)).isEqualTo(700);
    }

    @Test
    void beginsAnewAfterASuccess() {
        attemptThatFailsAfter(700);

        patience.succeeded();

        assertThat(patience.limit()).hasMillis(700);
    }
}
