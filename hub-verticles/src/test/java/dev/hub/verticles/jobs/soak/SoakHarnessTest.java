package dev.hub.verticles.jobs.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.verticles.jobs.soak.ScriptedQueue.Sin;
import dev.hub.verticles.loss.scene.Stage;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The soak sees what it is there to see: every promise that a queue breaks, and nothing at one that breaks none. */
class SoakHarnessTest {
    private static final int JOBS = 500;
    private static final Duration TIME = Duration.ofMillis(600);

    private static SoakOutcome play(Sin sin) {
        // In vain where jobs stay open; else as long as a busy machine takes.
        Duration patience = Duration.ofSeconds(sin == Sin.LEAVES_OPEN ? 2 : 20);
        SoakPlan plan =
                new SoakPlan(7, JOBS, TIME, new SoakPlan.Crowd(2, 4, 0, List.of(), 0), 100, 1, patience, Set.of());
        return SoakRun.play(plan, new ScriptedQueue(sin), Optional.empty(), chronicle -> Stage.elapse(TIME));
    }

    @Test
    void findsNothingAtAQueueThatKeepsItsPromises() {
        SoakOutcome outcome = play(Sin.NONE);

        assertThat(outcome.failures()).as(outcome.text()).isEmpty();
        assertThat(outcome.tally())
                .as("all that can happen did")
                .containsKeys(
                        "hangs", "dies", "completes twice", "refused words", "words without answer", "repeated calls")
                .containsKeys("cancelled", "submissions duplicate", "submissions replaced");
        assertThat(outcome.endings()).containsKeys("done", "dead", "expired");
    }

    /** One queue for each sin, all at once. */
    @TestFactory
    List<DynamicTest> findsEveryBrokenPromise() {
        Map<Sin, CompletableFuture<SoakOutcome>> playing = new EnumMap<>(Sin.class);
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

    private static void finds(Sin sin, SoakOutcome outcome) {
        assertThat(outcome.passed()).isFalse();
        assertThat(outcome.found()).as(outcome.text()).containsKey(sin.found);
    }
}
