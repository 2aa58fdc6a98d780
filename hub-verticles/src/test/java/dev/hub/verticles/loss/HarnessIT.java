package dev.hub.verticles.loss;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.verticles.loss.ScriptedHub.Sin;
import dev.hub.verticles.loss.client.Writer;
import dev.hub.verticles.loss.judge.Figures.Count;
import dev.hub.verticles.loss.judge.Tolerance;
import dev.hub.verticles.loss.judge.Violation;
import dev.hub.verticles.loss.scene.Stage;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The loss test sees what it is there to see: every promise that a hub breaks, and nothing at one that breaks none. */
class HarnessIT {
    private static final Duration LEAST_TIME = Duration.ofMillis(700);
    private static final int LEAST_MESSAGES = 150;

    private static Outcome play(Sin sin) {
        return play(sin, 0);
    }

    private static Outcome play(Sin sin, int sdkReaders) {
        Plan plan = new Plan(
                7,
                "harness",
                new Plan.Crowd(4, 3, sdkReaders == 0 ? 9 : 0, sdkReaders, 2, true),
                new Writer.Habit(5, false, Duration.ofSeconds(5)),
                Duration.ofSeconds(1),
                Tolerance.none());
        try (ScriptedHub hub = ScriptedHub.start(sin)) {
            return LossRun.play(hub.fronts(), plan, HarnessIT::awaitTraffic);
        }
    }

    /** So much that each sin has its occasions, however fast the machine is. */
    private static void awaitTraffic(Disturbance.Chronicle chronicle) {
        Stage.elapse(LEAST_TIME);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> chronicle.acknowledged() >= LEAST_MESSAGES);
    }

    @Test
    void findsNothingAtAHubThatKeepsItsPromises() {
        Outcome outcome = play(Sin.NONE);

        assertThat(outcome.verdict().failures()).as(outcome.text()).isEmpty();
        assertThat(outcome.figures().of(Count.ACKNOWLEDGED))
                .isGreaterThanOrEqualTo(LEAST_MESSAGES)
                .isEqualTo(outcome.figures().of(Count.PUBLISHED));
        assertThat(outcome.figures().of(Count.RETRIED)).isPositive();
        assertThat(outcome.figures().of(Count.RECONNECTS)).isPositive();
        assertThat(outcome.figures().of(Count.RECOVERED)).isPositive();
    }

    @Test
    void hearsTheOfficialSdkAsWell() {
        assertThat(play(Sin.NONE, 2).verdict().failures()).isEmpty();
        assertThat(play(Sin.LOSES, 2).verdict().counts()).containsKey(Violation.Kind.MISSING);
    }

    /** One hub for each sin, all at once. */
    @TestFactory
    List<DynamicTest> findsEveryBrokenPromise() {
        Map<Sin, CompletableFuture<Outcome>> playing = new EnumMap<>(Sin.class);
        for (Sin sin : EnumSet.complementOf(EnumSet.of(Sin.NONE))) {
            playing.put(
                    sin,
                    CompletableFuture.supplyAsync(
                            () -> play(sin), run -> Thread.ofPlatform().start(run)));
        }
        return playing.entrySet().stream()
                .map(each -> DynamicTest.dynamicTest(
                        each.getKey().name(),
                        () -> finds(each.getKey(), each.getValue().join())))
                .toList();
    }

    private static void finds(Sin sin, Outcome outcome) {
        assertThat(outcome.verdict().passed()).isFalse();
        assertThat(outcome.verdict().counts()).as(outcome.text()).containsKey(sin.found);
    }
}
