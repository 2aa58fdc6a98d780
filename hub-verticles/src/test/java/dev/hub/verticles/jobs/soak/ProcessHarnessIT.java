package dev.hub.verticles.jobs.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.testkit.Programs;
import dev.hub.verticles.jobs.soak.ScriptedQueue.Sin;
import dev.hub.verticles.jobs.soak.client.OwnProcess.Program;
import dev.hub.verticles.jobs.soak.judge.Kind;
import dev.hub.verticles.loss.scene.Stage;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What workers in processes of their own do and are told is judged as well, while they are killed and stand still. */
@Timeout(60)
class ProcessHarnessIT {
    private static final Duration TIME = Duration.ofSeconds(4);

    private static SoakOutcome play(Sin sin) {
        List<Program> processes = List.of(Program.PYTHON, Program.PYTHON, Program.PYTHON);
        SoakPlan plan = new SoakPlan(
                7, 400, TIME, new SoakPlan.Crowd(2, 0, 0, processes, 0), 300, 3, Duration.ofSeconds(30), Set.of());
        ScriptedFront front = new ScriptedFront(new ScriptedQueue(sin));
        return SoakRun.play(plan, front, Optional.of(front.fronts()), chronicle -> Stage.elapse(TIME));
    }

    /** All at once, for they mostly wait. */
    private static Map<Sin, SoakOutcome> playAll(Sin... sins) {
        Programs.require("python3");
        Map<Sin, CompletableFuture<SoakOutcome>> playing = new EnumMap<>(Sin.class);
        for (Sin sin : sins) {
            playing.put(
                    sin,
                    CompletableFuture.supplyAsync(
                            () -> play(sin), run -> Thread.ofPlatform().start(run)));
        }
        Map<Sin, SoakOutcome> outcomes = new EnumMap<>(Sin.class);
        playing.forEach((sin, outcome) -> outcomes.put(sin, outcome.join()));
        return outcomes;
    }

    @Test
    void findsLateWordsThatCountAndNothingWhereTheyAreRefused() {
        Map<Sin, SoakOutcome> outcomes = playAll(Sin.NONE, Sin.IGNORES_EPOCHS, Sin.REPEATS);

        SoakOutcome good = Objects.requireNonNull(outcomes.get(Sin.NONE));
        assertThat(good.failures()).as(good.text()).isEmpty();
        assertThat(good.tally())
                .as("all that can happen did")
                .containsKeys("processes stood still", "words of processes about what others have", "refused words");
        assertThat(good.tally().get("processes")).as("some were killed").isGreaterThan(3);
        assertThat(outcomes).hasEntrySatisfying(Sin.IGNORES_EPOCHS, finds(Kind.STALE_ACCEPTED));
        assertThat(outcomes).hasEntrySatisfying(Sin.REPEATS, finds(Kind.COMPLETED_TWICE));
    }

    private static Consumer<SoakOutcome> finds(Kind kind) {
        return outcome -> assertThat(outcome.found()).as(outcome.text()).containsKey(kind);
    }
}
