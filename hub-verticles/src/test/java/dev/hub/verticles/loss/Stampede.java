package dev.hub.verticles.loss;

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

/**
 * Everybody leaves, and everybody comes back at once and recovers.
 *
 * @param engine of the one server
 * @param subscribers each of one channel
 * @param patience how long the last of them may take to have everything
 */
record Stampede(Engine engine, int subscribers, Duration patience) {
    static final int CHANNELS = 4;
    static final int HUBS = 2;

    /** Most reads of one stream by one hub. */
    static final int READS_PER_STREAM = 5;

    private static final long AWAY_MILLIS = 1_000;
    private static final Duration TO_PUBLISH = Duration.ofSeconds(60);
    private static final Pattern READS = Pattern.compile("cmdstat_(?:xrange|xrevrange|xread):calls=(\\d+)");

    /**
     * What came of it.
     *
     * @param reads of all streams by all hubs, from the moment when everybody left
     */
    record Result(Outcome outcome, int subscribers, long reads) {
        /** Nothing was lost, enough was to be recovered, and the streams were read a few times only. */
        boolean isGood() {
            return outcome.verdict().passed() && hadToRecover() && isFrugal();
        }

        boolean hadToRecover() {
            return outcome.figures().of(Count.RECOVERED) > subscribers;
        }

        boolean isFrugal() {
            return reads <= (long) CHANNELS * HUBS * READS_PER_STREAM;
        }

        String text() {
            return "%d subscribers of %d channels on %d hubs: %d reads of the streams%n%s"
                    .formatted(subscribers, CHANNELS, HUBS, reads, outcome.text());
        }
    }

    Result play() {
        Plan.Crowd crowd = new Plan.Crowd(CHANNELS, 4, subscribers, 0, 1, false);
        Plan plan = new Plan(
                1, "stampede", crowd, new Writer.Habit(20, false, Duration.ofSeconds(20)), patience, Tolerance.none());
        AtomicLong before = new AtomicLong();
        try (Stage stage = new Scenario(Topology.STANDALONE, engine, HUBS, crowd, 1).open()) {
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
            return new Result(outcome, subscribers, readsOf(server) - before.get());
        }
    }

    private static void awaitMore(Disturbance.Chronicle chronicle, int messages) {
        long now = chronicle.acknowledged();
        await().atMost(TO_PUBLISH).until(() -> chronicle.acknowledged() >= now + messages);
    }

    private static long readsOf(ServerProcess server) {
        return READS.matcher(server.ask("INFO", "commandstats"))
                .results()
                .mapToLong(match -> Long.parseLong(match.group(1)))
                .sum();
    }
}
