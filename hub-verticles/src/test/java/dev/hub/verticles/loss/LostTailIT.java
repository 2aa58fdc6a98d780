package dev.hub.verticles.loss;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.testkit.Engine;
import dev.hub.verticles.launch.HubProcess;
import dev.hub.verticles.launch.TestTokens;
import dev.hub.verticles.loss.client.Fronts;
import dev.hub.verticles.loss.client.Writer;
import dev.hub.verticles.loss.judge.Tolerance;
import dev.hub.verticles.loss.judge.Violation.Kind;
import dev.hub.verticles.loss.scene.Fault;
import dev.hub.verticles.loss.scene.FaultPlay;
import dev.hub.verticles.loss.scene.Schedule;
import dev.hub.verticles.loss.scene.Servers.Topology;
import dev.hub.verticles.loss.scene.Stage;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A failover that loses acknowledged publications (which were not durable): everybody who could have noticed is told, and
 * nobody is shown anything wrong: no position with two contents, no silent step over what was acknowledged. Of a publication
 * that died with its primary nobody knows but the instances that it reached; until one of these speaks, a reader that had not
 * got it goes on over the jump in offsets, and counts as told late.
 */
@Timeout(120)
class LostTailIT {
    private static final int HUBS = 2;
    private static final Plan.Crowd CROWD = new Plan.Crowd(4, 4, 24, 0, 3, true);
    private static final Tolerance BEING_TOLD =
            new Tolerance(Set.of(Kind.TOLD, Kind.TOLD_LATE, Kind.INTERRUPTED, Kind.REPEATED), Set.of());

    @ParameterizedTest
    @CsvSource({"SENTINEL, VALKEY", "CLUSTER, VALKEY"})
    void readersAreToldNeverWrong(Topology topology, Engine engine) {
        engine.program();
        long seed = Long.getLong("loss.seed", InstantSource.system().millis());
        Plan plan = new Plan(
                seed,
                "tail",
                CROWD,
                new Writer.Habit(20, false, Duration.ofSeconds(20)),
                Duration.ofSeconds(15),
                BEING_TOLD);
        Schedule schedule = new Schedule(List.of(
                new Schedule.Step(
                        Duration.ofMillis(500),
                        new Fault.LoseTail(plan.hashTags().getFirst(), Duration.ofMillis(400))),
                new Schedule.Step(Duration.ofSeconds(1), new Fault.CutSubscriberLinks())));

        try (Stage stage = new Scenario(topology, engine, HUBS, CROWD, 1).open()) {
            Fronts fronts = new Fronts(stage.fleet().ports(), HubProcess.API_KEY, TestTokens::of);
            Outcome outcome = LossRun.play(fronts, plan, new FaultPlay(stage, schedule)::play);

            assertThat(outcome.verdict().failures())
                    .as("again with -Dloss.seed=%d -Dit.test=LostTailIT%n%s%n", seed, outcome.text())
                    .isEmpty();
            assertThat(outcome.verdict().counts())
                    .as("somebody was told: %s", outcome.text())
                    .containsKey(Kind.TOLD);
        }
    }
}
