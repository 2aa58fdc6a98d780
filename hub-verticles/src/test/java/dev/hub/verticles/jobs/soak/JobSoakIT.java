package dev.hub.verticles.jobs.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.testkit.Engine;
import dev.hub.verticles.jobs.soak.client.OwnProcess.Program;
import dev.hub.verticles.loss.scene.Fault;
import dev.hub.verticles.loss.scene.FaultPlay;
import dev.hub.verticles.loss.scene.Schedule;
import dev.hub.verticles.loss.scene.Servers.Topology;
import dev.hub.verticles.loss.scene.Stage;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Every job ends once, whatever breaks: the short soak, with another seed each time. The long one is {@code
 * load-tests/jobs-soak}.
 */
@Timeout(180)
class JobSoakIT {
    private static final Duration CALM = Duration.ofMillis(400);
    private static final String KEY = "{q:" + SoakPlan.QUEUE + "}";

    @Test
    void everyJobEndsOnceWhateverBreaks() {
        long seed = Long.getLong("soak.seed", InstantSource.system().millis());
        SoakPlan plan = new SoakPlan(
                seed,
                1_200,
                Duration.ofSeconds(5),
                new SoakPlan.Crowd(3, 4, 3, List.of(Program.PYTHON, Program.SDK), 1),
                800,
                3,
                Duration.ofSeconds(45),
                Set.of());
        List<Fault> faults = List.of(
                new Fault.KillHub(0),
                new Fault.FreezeHub(1, Duration.ofMillis(1_200)),
                new Fault.KillPrimary(KEY),
                new Fault.CutAllLinks(),
                new Fault.Blackhole(1, Duration.ofMillis(900)));
        Schedule schedule = new Schedule(
                faults.stream().map(fault -> new Schedule.Step(CALM, fault)).toList());
        SoakScenario scenario = new SoakScenario(Topology.STANDALONE, Engine.VALKEY, 2, false);

        try (Stage stage = scenario.open()) {
            SoakOutcome outcome = scenario.play(stage, plan, new FaultPlay(stage, schedule)::play);

            assertThat(outcome.failures())
                    .as("again with -Dsoak.seed=%d%n%s%n", seed, outcome.text())
                    .isEmpty();
            assertThat(outcome.jobs()).isGreaterThan(900);
        }
    }
}
