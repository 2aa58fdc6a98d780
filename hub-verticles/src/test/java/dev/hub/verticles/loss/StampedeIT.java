package dev.hub.verticles.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.ServerProcess;
import dev.hub.verticles.launch.HubProcess;
import dev.hub.verticles.launch.TestTokens;
import dev.hub.verticles.loss.client.Fronts;
import dev.hub.verticles.loss.client.Writer;
import dev.hub.verticles.loss.judge.Figures.Count;
import dev.hub.verticles.loss.judge.Tolerance;
import dev.hub.verticles.loss.scene.Servers.Topology;
import dev.hub.verticles.loss.scene.Stage;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Thousands who come back at once and recover on a few channels cost a few reads of each stream, not thousands. */
@Timeout(300)
class StampedeIT {
    private static final int SUBSCRIBERS = Integer.getInteger("stampede.subscribers", 2_000);
    private static final int CHANNELS = 4;
    private static final int HUBS = 2;
    private static final int READS_PER_STREAM = 5;
    private static final long AWAY_MILLIS = 1_000;
    private static final Pattern READS = Pattern.compile("cmdstat_(?:xrange|xrevrange|xread):calls=(\\d+)");

    @Test
    void readsEachStreamAFewTimesForThousandsWhoRecover() {
        Plan.Crowd crowd = new Plan.Crowd(CHANNELS, 4, SUBSCRIBERS, 0, 1, false);
        Plan plan = new Plan(
                1,
                "stampede",
                crowd,
                new Writer.Habit(20, false, Duration.ofSeconds(20)),
                Duration.ofSeconds(60),
                Tolerance.none());
        AtomicLong before = new AtomicLong();

        try (Stage stage = new Scenario(Topology.STANDALONE, Engine.VALKEY, HUBS, crowd, 1).open()) {
            ServerProcess server = stage.servers().running().getFirst();
            Fronts fronts = new Fronts(stage.fleet().ports(), HubProcess.API_KEY, TestTokens::of);
            Outcome outcome = LossRun.play(fronts, plan, chronicle -> {
                awaitMore(chronicle, 50);
                before.set(readsOf(server));
                chronicle.begins("everybody leaves");
                chronicle.allLeaveFor(AWAY_MILLIS);
                chronicle.isOver();
                Stage.elapse(Duration.ofMillis(2 * AWAY_MILLIS));
                awaitMore(chronicle, 50);
            });
            long reads = readsOf(server) - before.get();

            assertThat(outcome.verdict().failures()).as(outcome.text()).isEmpty();
            assertThat(outcome.figures().of(Count.RECOVERED))
                    .as("the subscribers had something to recover: %s", outcome.text())
                    .isGreaterThan(SUBSCRIBERS);
            assertThat(reads)
                    .as("reads of %d streams at %d hubs: %s", CHANNELS, HUBS, outcome.text())
                    .isLessThanOrEqualTo((long) CHANNELS * HUBS * READS_PER_STREAM);
        }
    }

    private static void awaitMore(Disturbance.Chronicle chronicle, int messages) {
        long now = chronicle.acknowledged();
        await().atMost(Duration.ofSeconds(20)).until(() -> chronicle.acknowledged() >= now + messages);
    }

    private static long readsOf(ServerProcess server) {
        return READS.matcher(server.ask("INFO", "commandstats"))
                .results()
                .mapToLong(match -> Long.parseLong(match.group(1)))
                .sum();
    }
}
