package dev.hub.verticles.loss;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.verticles.loss.ScriptedHub.Sin;
import dev.hub.verticles.loss.client.Writer;
import dev.hub.verticles.loss.judge.Figures.Count;
import dev.hub.verticles.loss.judge.Tolerance;
import dev.hub.verticles.loss.judge.Violation;
import dev.hub.verticles.loss.scene.Stage;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The loss test sees what it is there to see: every promise that a hub breaks, and nothing at one that breaks none. */
class HarnessIT {
    private static final Duration TIME = Duration.ofSeconds(1);

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
            return LossRun.play(hub.fronts(), plan, chronicle -> Stage.elapse(TIME));
        }
    }

    @Test
    void findsNothingAtAHubThatKeepsItsPromises() {
        Outcome outcome = play(Sin.NONE);

        assertThat(outcome.verdict().failures()).as(outcome.text()).isEmpty();
        assertThat(outcome.figures().of(Count.ACKNOWLEDGED))
                .isGreaterThan(100)
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

    @ParameterizedTest
    @EnumSource(value = Sin.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void findsEveryBrokenPromise(Sin sin) {
        Outcome outcome = play(sin);

        assertThat(outcome.verdict().passed()).isFalse();
        assertThat(outcome.verdict().counts()).as(outcome.text()).containsKey(sin.found);
    }
}
