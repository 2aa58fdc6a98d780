package dev.hub.verticles.loss.judge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How late deliveries were is measured from when they were due. */
class DelaysTest {
    private final Delays delays = new Delays();

    @Test
    void theLongestWaitIsThatOfTheLatestDelivery() {
        delays.delivered(10, 15, "a");
        delays.delivered(20, 90, "b");
        delays.delivered(30, 31, "c");

        assertThat(delays.longestNanos()).isEqualTo(70);
        assertThat(delays.longestWhere()).isEqualTo("b");
    }

    @Test
    void whatWasDueBeforeAFaultWasOverIsLateSinceItsEnd() {
        delays.begin("cut", 100);
        delays.delivered(90, 120, "during");
        delays.end(150);
        delays.delivered(90, 170, "held up");
        delays.delivered(160, 175, "after");

        assertThat(delays.healings()).singleElement().satisfies(healing -> {
            assertThat(healing.lastedNanos()).isEqualTo(50);
            assertThat(healing.healedNanos()).isEqualTo(20);
            assertThat(healing.where()).isEqualTo("held up");
        });
    }

    @Test
    void theEndIsTheEnd() {
        delays.close();
        delays.delivered(0, 50, "latecomer");

        assertThat(delays.longestNanos()).isZero();
    }

    @Test
    void aDeliveryCountsForTheLatestFault() {
        delays.begin("first", 0);
        delays.end(1);
        delays.begin("second", 10);
        delays.end(20);
        delays.delivered(5, 50, "x");

        assertThat(delays.healings()).extracting(Delays.Healing::healedNanos).containsExactly(0L, 30L);
        assertThat(delays.slowest()).isSameAs(delays.healings().getLast());
    }
}
