package dev.hub.load.scenario;

import dev.hub.load.crowd.RunFailed;
import dev.hub.load.report.Sample;
import dev.hub.load.report.Section;
import dev.hub.load.server.Contender;
import dev.hub.load.server.Launcher;
import dev.hub.load.server.RunningServer;
import dev.hub.load.server.Start;
import dev.hub.load.server.StartFailed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Measures all servers in turn, round after round, so that what disturbs the machine for a while disturbs them alike. A server that does
 * not start or fails a measurement is noted and the others go on.
 */
public final class Rounds {
    private final Launcher launcher;
    private final Instruments instruments;
    private final Consumer<String> progress;

    /** @param progress takes a line for people for every step */
    public Rounds(Launcher launcher, Instruments instruments, Consumer<String> progress) {
        this.launcher = launcher;
        this.instruments = instruments;
        this.progress = progress;
    }

    /** Measures the scenario so many times for each server. */
    public Section run(Scenario scenario, List<Contender> contenders, int rounds) {
        List<Sample> samples = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        Map<Contender, RunningServer> running = new LinkedHashMap<>();
        try {
            for (int round = 1; round <= rounds; round++) {
                for (Contender contender : contenders) {
                    progress.accept(
                            "%s, round %d of %d: %s".formatted(scenario.name(), round, rounds, contender.name()));
                    measure(scenario, contender, round, running, samples, notes);
                }
            }
        } finally {
            running.values().forEach(RunningServer::close);
        }
        return new Section(scenario.name(), scenario.description(), scenario.metrics(), samples, notes);
    }

    private void measure(
            Scenario scenario,
            Contender contender,
            int round,
            Map<Contender, RunningServer> running,
            List<Sample> samples,
            List<String> notes) {
        try {
            RunningServer server = running.get(contender);
            if (server == null) {
                server = launcher.start(contender);
                running.put(contender, server);
                runIn(scenario, contender, server);
            }
            samples.add(new Sample(contender.name(), round, scenario.measure(contender, server, instruments)));
        } catch (RunFailed | StartFailed e) {
            String note = "%s, round %d: no figure: %s".formatted(contender.name(), round, e.getMessage());
            progress.accept(note);
            notes.add(note);
        } finally {
            if (scenario.needsFreshServer()) {
                end(contender, running, round, notes);
            }
        }
    }

    /**
     * A server that has just started spends much of its CPU on compiling its own code. Until it has had its time it is measured
     * and nothing of that counts.
     */
    private void runIn(Scenario scenario, Contender contender, RunningServer server) {
        long end = System.nanoTime() + instruments.runIn(contender).toNanos();
        while (!scenario.needsFreshServer() && System.nanoTime() < end) {
            progress.accept("%s, before round 1: %s".formatted(scenario.name(), contender.name()));
            scenario.measure(contender, server, instruments);
        }
    }

    private static void end(Contender contender, Map<Contender, RunningServer> running, int round, List<String> notes) {
        RunningServer server = running.remove(contender);
        if (server != null) {
            server.close();
        }
        if (round == 1 && contender.start() instanceof Start.Attached) {
            notes.add(contender.name()
                    + ": was running before and is not restarted between rounds; memory that the process kept from "
                    + "earlier work makes its connections look cheaper.");
        }
    }
}
