package dev.hub.verticles.loss;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.testkit.Engine;
import dev.hub.verticles.loss.judge.Figures.Count;
import dev.hub.verticles.loss.scene.Servers.Topology;
import dev.hub.verticles.loss.scene.Stage;
import java.time.InstantSource;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Nothing acknowledged is lost, doubled or out of order, whatever breaks: the short loss test, with another seed each
 * time. The long one is {@code load-tests/loss}.
 */
@Timeout(180)
class LossIT {
    private static final int HUBS = 2;
    private static final Plan.Crowd CROWD = new Plan.Crowd(6, 4, 24, 2, 3, true);

    @ParameterizedTest
    @CsvSource({"STANDALONE, VALKEY", "SENTINEL, VALKEY", "CLUSTER, VALKEY", "CLUSTER, REDIS62"})
    void everyReaderGetsEveryAcknowledgedPublicationOnceAndInOrder(Topology topology, Engine engine) {
        engine.program();
        Scenario scenario = new Scenario(topology, engine, HUBS, CROWD, 1);
        long seed = Long.getLong("loss.seed", InstantSource.system().millis());

        try (Stage stage = scenario.open()) {
            Outcome outcome = scenario.play(stage, seed, "short");

            assertThat(outcome.verdict().failures())
                    .as("again with %s%n%s%n", scenario.command(seed), outcome.text())
                    .isEmpty();
            assertThat(outcome.figures().of(Count.ACKNOWLEDGED))
                    .isEqualTo(outcome.figures().of(Count.PUBLISHED))
                    .isGreaterThan(100);
        }
    }
}
