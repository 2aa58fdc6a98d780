package dev.hub.verticles.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.bus.JobWorkerEvent.Reason;
import dev.hub.core.job.JobClaim;
import dev.hub.verticles.job.StopOrders.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StopOrdersTest {
    @ParameterizedTest
    @EnumSource(Reason.class)
    void areReadAsTheyAreWritten(Reason reason) {
        Order order = new Order(new JobClaim("an id\nwith anything in it", 77), reason);

        assertThat(StopOrders.read(StopOrders.text(order))).contains(order);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hub:{q:mail}", "stop", "stop cancelled x id", "stop because 1 id"})
    void areNothingElse(String message) {
        assertThat(StopOrders.read(message)).isEmpty();
    }

    @Test
    void areReadWithTheLargestEpoch() {
        assertThat(StopOrders.read("stop lost 999999999999999999 id"))
                .contains(new Order(new JobClaim("id", 999_999_999_999_999_999L), Reason.LOST));
    }
}
