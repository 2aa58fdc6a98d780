package dev.hub.verticles.loss;

import dev.hub.core.testkit.Engine;
import dev.hub.verticles.launch.HubProcess;
import dev.hub.verticles.launch.TestTokens;
import dev.hub.verticles.loss.client.Fronts;
import dev.hub.verticles.loss.client.Seeds;
import dev.hub.verticles.loss.client.Writer;
import dev.hub.verticles.loss.judge.Tolerance;
import dev.hub.verticles.loss.scene.FaultPlay;
import dev.hub.verticles.loss.scene.Fleet;
import dev.hub.verticles.loss.scene.Schedule;
import dev.hub.verticles.loss.scene.Servers;
import dev.hub.verticles.loss.scene.Servers.Topology;
import dev.hub.verticles.loss.scene.Stage;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Every fault that servers of one shape can have, on hubs in use.
 *
 * @param topology shape of the servers
 * @param engine of the servers
 * @param hubs how many
 * @param crowd who takes part
 * @param times how often each fault comes in a round
 */
record Scenario(Topology topology, Engine engine, int hubs, Plan.Crowd crowd, int times) {
    private static final String CONFIGURATION = """
        client:
          recovery-max-publication-limit: 100000
        channels:
          namespaces:
            - name: loss
              allow-subscribe-for-client: true
              history-size: 100000
              history-ttl: 10m
              force-recovery: true
        """;

    private static final Duration PERSISTENCE = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final int GAP_MILLIS = 20;

    /** Starts servers and hubs. Takes some seconds. */
    Stage open() {
        Servers servers = topology.start(engine, hubs);
        try {
            return new Stage(servers, Fleet.start(servers, hubs, CONFIGURATION, List.of()));
        } catch (RuntimeException | Error failed) {
            servers.close();
            throw failed;
        }
    }

    /** Plays one round with a seed of its own. Rounds on the same stage need different labels. */
    Outcome play(Stage stage, long seed, String label) {
        boolean replicated = topology != Topology.STANDALONE;
        Plan plan = new Plan(
                seed,
                label,
                crowd,
                new Writer.Habit(GAP_MILLIS, replicated, PERSISTENCE),
                PATIENCE,
                replicated ? Tolerance.ofLostTails() : Tolerance.none());
        Fronts fronts = new Fronts(stage.fleet().ports(), HubProcess.API_KEY, TestTokens::of);
        Schedule schedule = Schedule.of(topology, plan.hashTags(), hubs, times, Seeds.of(seed, "faults"));
        return LossRun.play(fronts, plan, new FaultPlay(stage, schedule)::play);
    }

    /** How to play a round of this seed again. */
    String command(long seed) {
        return "load-tests/loss --rounds 1 --topology %s --engine %s --hubs %d --readers %d --sdk-readers %d --times %d --seed %d"
                .formatted(
                        topology.name().toLowerCase(Locale.ROOT),
                        engine.name().toLowerCase(Locale.ROOT),
                        hubs,
                        crowd.readers(),
                        crowd.sdkReaders(),
                        times,
                        seed);
    }
}
