package dev.hub.verticles.jobs;

import dev.hub.core.testkit.ServerProcess;
import dev.hub.verticles.jobs.Scenario.Perform;
import dev.hub.verticles.jobs.Scenario.Start;
import dev.hub.verticles.jobs.Scenario.Submit;
import dev.hub.verticles.jobs.Scenario.Turn;
import dev.hub.verticles.measure.Figures;
import dev.hub.verticles.measure.Processor;
import java.util.List;
import java.util.function.Supplier;

/** Puts one queue under load: each scenario twice, of which the first time warms up. */
final class Load {
    private static final int CONCURRENCY = 100;
    private static final int FIRST = 10_000;
    private static final int MOST = 150_000;

    private final JobQueue queue;
    private final ServerProcess server;
    private final double warmUp;
    private final double measure;
    private double turned;

    Load(JobQueue queue, ServerProcess server, double warmUp, double measure) {
        this.queue = queue;
        this.server = server;
        this.warmUp = warmUp;
        this.measure = measure;
    }

    /** Compilers have their work done before anything counts. */
    void runIn(double seconds) {
        for (int concurrency : List.of(1, CONCURRENCY)) {
            var unused = queue.turn(concurrency, concurrency, seconds / 2);
        }
    }

    Figures measure(Scenario scenario) {
        return switch (scenario) {
            case Scenario.Floor floor -> throw new IllegalArgumentException("no queue is needed for " + floor);
            case Submit submit -> {
                var unused = queue.submit(submit.inFlight(), submit.each(), warmUp);
                yield watched(() -> queue.submit(submit.inFlight(), submit.each(), measure));
            }
            case Perform perform -> perform(perform);
            case Turn turn -> {
                var unused = queue.turn(CONCURRENCY, turn.inFlight(), warmUp);
                Figures figures = watched(() -> queue.turn(CONCURRENCY, turn.inFlight(), measure));
                turned = figures.perSecond();
                yield figures;
            }
            case Start start -> {
                if (turned == 0) {
                    turned = queue.turn(CONCURRENCY, CONCURRENCY, warmUp).perSecond();
                }
                var unused = queue.start(CONCURRENCY, turned / 2, warmUp);
                yield watched(() -> queue.start(CONCURRENCY, turned / 2, measure));
            }
        };
    }

    /** As many jobs wait as will be done, by what was done in the warm-up. */
    private Figures perform(Perform scenario) {
        queue.hold(scenario.active());
        queue.fill(FIRST);
        Figures before = queue.work(scenario.concurrency(), FIRST, warmUp);
        int jobs = (int) Math.min(MOST, before.perSecond() * measure * 1.5);
        queue.fill(jobs);
        return watched(() -> queue.work(scenario.concurrency(), jobs, measure));
    }

    /** With Valkey's processor time and that of others, for each job and in processors. */
    private Figures watched(Supplier<Figures> load) {
        double all = Processor.ofAll();
        double own = Processor.own() + queue.elsewhere();
        double used = Processor.of(server.pid());
        long began = System.nanoTime();
        Figures figures = load.get();
        double micros = (System.nanoTime() - began) / 1e3;
        used = Processor.of(server.pid()) - used;
        own = Processor.own() + queue.elsewhere() - own;
        double others = Math.max(0, Processor.ofAll() - all - own - used) / micros;
        return figures.withServer(used / figures.made()).withOthers(others);
    }
}
