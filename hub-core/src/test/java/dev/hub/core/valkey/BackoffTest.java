package dev.hub.core.valkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private final SplittableRandom random = new SplittableRandom(1);

    @Test
    void growsToItsCapAndStaysThere() {
        for (int failures = 1; failures < 100; failures++) {
            long bound = failures > 6 ? 2_000 : 50L << (failures - 1);
            for (int i = 0; i < 200; i++) {
                assertThat(Backoff.DEFAULT.millis(failures, random)).isBetween(1L, Math.min(bound, 2_000));
            }
        }
    }

    @Test
    void spreadsTheWaitsOverTheWholeRange() {
        long least = Long.MAX_VALUE;
        long most = 0;
        for (int i = 0; i < 1_000; i++) {
            long wait = Backoff.DEFAULT.millis(20, random);
            least = Math.min(least, wait);
            most = Math.max(most, wait);
        }

        assertThat(least).isLessThan(100);
        assertThat(most).isGreaterThan(1_900);
    }

    @Test
    void waitsAtLeastHalfOfTheBoundAfterAFatalFault() {
        for (int i = 0; i < 200; i++) {
            assertThat(Backoff.DEFAULT.fatalMillis(1, random)).isBetween(500L, 1_000L);
            assertThat(Backoff.DEFAULT.fatalMillis(50, random)).isBetween(15_000L, 30_000L);
        }
    }

    @Test
    void refusesBoundsOutOfOrder() {
        Duration second = Duration.ofSeconds(1);
        assertThatThrownBy(() -> new Backoff(second, Duration.ofMillis(1), second, second))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a back-off needs 1 ms <= first <= most, got PT1S and PT0.001S");
    }
}
