package dev.hub.verticles.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CallGateTest {
    private final CallGate gate = new CallGate(2, 2);
    private final List<Promise<String>> calls = new ArrayList<>();

    private boolean enter() {
        return enter(gate, calls, true);
    }

    private static boolean enter(CallGate gate, List<Promise<String>> calls, boolean wanted) {
        return gate.enter(() -> wanted, () -> {
            Promise<String> call = Promise.promise();
            calls.add(call);
            return call.future();
        });
    }

    @Test
    void letsTheNextOneInWhenOneIsDone() {
        assertThat(List.of(enter(), enter(), enter(), enter(), enter())).containsExactly(true, true, true, true, false);
        assertThat(calls).hasSize(2);
        assertThat(gate.waiting().value()).isEqualTo(2);

        calls.getFirst().fail("broken");

        assertThat(calls).hasSize(3);
        assertThat(gate.running().value()).isEqualTo(2);
        assertThat(enter()).isTrue();
    }

    @Test
    void whoGaveUpDoesNotTakeAPlace() {
        enter();
        enter();
        enter(gate, calls, false);
        enter(gate, calls, false);

        assertThat(enter()).isTrue();
        calls.getFirst().complete();

        assertThat(calls).hasSize(3);
        assertThat(gate.waiting().value()).isZero();
    }

    @Property(tries = 300)
    void neverLetsInMoreThanItMayAndForgetsNobody(
            @ForAll @IntRange(min = 1, max = 5) int places, @ForAll @IntRange(max = 5) int benches, @ForAll long seed) {
        Random random = new Random(seed);
        CallGate tried = new CallGate(places, benches);
        List<Promise<String>> started = new ArrayList<>();
        Set<Promise<String>> done = new HashSet<>();
        int accepted = 0;
        for (int i = 0; i < 100; i++) {
            if (random.nextBoolean()) {
                accepted += enter(tried, started, true) ? 1 : 0;
            } else if (!started.isEmpty()) {
                Promise<String> any = started.get(random.nextInt(started.size()));
                done.add(any);
                any.tryComplete("done");
            }
            assertThat(tried.running().value())
                    .isEqualTo(started.size() - done.size())
                    .isLessThanOrEqualTo(places);
            assertThat(accepted)
                    .isEqualTo(started.size() + (int) tried.waiting().value());
        }
    }
}
