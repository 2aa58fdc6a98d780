package dev.hub.verticles.loss;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.testkit.Engine;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Thousands who come back at once and recover on a few channels cost a few reads of each stream, not thousands. */
@Timeout(300)
class StampedeIT {
    @Test
    void readsEachStreamAFewTimesForThousandsWhoRecover() {
        Stampede.Result result = new Stampede(Engine.VALKEY, 2_000, Duration.ofSeconds(60)).play();

        assertThat(result.outcome().verdict().failures()).as(result.text()).isEmpty();
        assertThat(result.hadToRecover())
                .as("the subscribers had something to recover: %s", result.text())
                .isTrue();
        assertThat(result.isFrugal()).as(result.text()).isTrue();
    }
}
