package dev.hub.verticles.jobs.soak;

import dev.hub.core.testkit.Engine;
import dev.hub.verticles.launch.HubProcess;
import dev.hub.verticles.launch.TestTokens;
import dev.hub.verticles.loss.client.Fronts;
import dev.hub.verticles.loss.client.Seeds;
import dev.hub.verticles.loss.scene.Fault;
import dev.hub.verticles.loss.scene.FaultPlay;
import dev.hub.verticles.loss.scene.Fleet;
import dev.hub.verticles.loss.scene.Schedule;
import dev.hub.verticles.loss.scene.Servers;
import dev.hub.verticles.loss.scene.Servers.Topology;
import dev.hub.verticles.loss.scene.Stage;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Every fault that servers of one shape can have, and hubs, while a queue is in use.
 *
 * @param topology shape of the servers
 * @param engine of the servers
 * @param hubs how many
 * @param isDurable whether what is answered replicas have
 */
record SoakScenario(Topology topology, Engine engine, int hubs, boolean isDurable) {
    private static final String KEY = "{q:" + SoakPlan.QUEUE + "}";
    private static final String CONFIGURATION = """
        jobs:
          worker-grace: 500ms
          durable: %s
        verticles: [%s]
        """;

    /** Starts servers and hubs. Takes some seconds. */
    Stage open() {
        Servers servers = topology.start(engine, hubs);
        try {
            String configuration = CONFIGURATION.formatted(isDurable, SoakVerticle.class.getName());
            return new Stage(servers, Fleet.start(servers, hubs, configuration, List.of()));
        } catch (RuntimeException | Error failed) {
            servers.close();
            throw failed;
        }
    }

    /** Plays a plan with as many rounds of all faults as it takes to submit all. */
    SoakOutcome playRounds(Stage stage, SoakPlan plan, Consumer<String> teller) {
        RandomGenerator random = Seeds.of(plan.seed(), "faults");
        return play(stage, plan, chronicle -> {
            do {
                List<Fault> faults = faults(random, plan.leaseMillis());
                new FaultPlay(stage, Schedule.shuffled(faults, random)).play(chronicle);
                teller.accept(chronicle.progress());
            } while (chronicle.isSubmitting());
        });
    }

    /** Plays a plan with faults of one's own. */
    SoakOutcome play(Stage stage, SoakPlan plan, SoakRun.Disturbance disturbance) {
        Fronts fronts = new Fronts(stage.fleet().ports(), HubProcess.API_KEY, SoakScenario::token);
        return SoakRun.play(plan, Access.over(fronts), Optional.of(fronts), disturbance);
    }

    private List<Fault> faults(RandomGenerator random, long leaseMillis) {
        List<Fault> faults = new ArrayList<>(Schedule.each(topology, List.of(KEY), hubs, random));
        faults.add(new Fault.FreezeHub(random.nextInt(hubs), Duration.ofMillis(leaseMillis + random.nextLong(1_500))));
        faults.add(new Fault.FreezeHub(random.nextInt(hubs), Duration.ofMillis(random.nextLong(100, 900))));
        return faults;
    }

    /** Of a client that may work. */
    private static String token(String user) {
        JsonObject work = new JsonObject()
                .put("queues", new JsonArray().add(SoakPlan.QUEUE))
                .put("allow", new JsonArray().add("work"));
        return TestTokens.signed(new JsonObject().put("sub", user).put("caps", new JsonArray().add(work)));
    }

    /** Where it was, for people. */
    String place() {
        return topology + " on " + engine + ", " + hubs + " hubs" + (isDurable ? ", durable" : "");
    }

    /** How to play it again. */
    String command(SoakPlan plan) {
        return "load-tests/jobs-soak --topology %s --engine %s --hubs %d --jobs %d --minutes %d --seed %d%s"
                .formatted(
                        topology.name().toLowerCase(Locale.ROOT),
                        engine.name().toLowerCase(Locale.ROOT),
                        hubs,
                        plan.jobs(),
                        Math.max(1, plan.time().toMinutes()),
                        plan.seed(),
                        isDurable ? " --durable" : "");
    }
}
