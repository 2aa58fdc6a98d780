package dev.hub.verticles.jobs.soak;

import dev.hub.verticles.jobs.soak.client.Desk;
import dev.hub.verticles.jobs.soak.client.Inspector;
import dev.hub.verticles.jobs.soak.client.Tally;
import dev.hub.verticles.jobs.soak.client.Worker;
import dev.hub.verticles.jobs.soak.judge.EndJudge;
import dev.hub.verticles.jobs.soak.judge.Ending;
import dev.hub.verticles.jobs.soak.judge.Findings;
import dev.hub.verticles.jobs.soak.judge.FlowJudge;
import dev.hub.verticles.jobs.soak.judge.GroupJudge;
import dev.hub.verticles.jobs.soak.judge.JobLedger;
import dev.hub.verticles.jobs.soak.judge.KeyJudge;
import dev.hub.verticles.jobs.soak.judge.Kind;
import dev.hub.verticles.jobs.soak.judge.TickJudge;
import dev.hub.verticles.loss.client.Fronts;
import dev.hub.verticles.loss.scene.FaultPlay;
import dev.hub.verticles.loss.scene.RunContext;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * One soak: workers work and submitters submit while a disturbance plays; then all is let be done, and what the lists show is
 * compared with what everybody was told.
 */
final class SoakRun {
    private static final long TICK_MILLIS = 1_000;
    private static final Duration TO_FIRE = Duration.ofSeconds(40);

    private final RunContext run;
    private final SoakPlan plan;
    private final Desk desk;
    private final Findings findings = new Findings();
    private final JobLedger ledger = new JobLedger(findings);
    private final KeyJudge keys = new KeyJudge(ledger);
    private final Tally tally = new Tally();
    private final List<String> faults = new ArrayList<>();
    private final InstantSource clock = InstantSource.system();

    private SoakRun(RunContext run, SoakPlan plan) {
        this.run = run;
        this.plan = plan;
        this.desk = new Desk(run.vertx(), SoakPlan.QUEUE, ledger, keys, tally);
    }

    /** What happens meanwhile. Blocks for as long as it takes. */
    @FunctionalInterface
    interface Disturbance {
        /** Plays it out. */
        void play(Chronicle chronicle);
    }

    /** Notes what is done when, and knows how the run goes. */
    interface Chronicle extends FaultPlay.Chronicle {
        /** There are jobs that are not submitted yet. */
        boolean isSubmitting();

        /** How it goes, in words. */
        String progress();
    }

    /** Plays a plan and judges it. */
    static SoakOutcome play(SoakPlan plan, Access access, Optional<Fronts> fronts, Disturbance disturbance) {
        try (RunContext run = new RunContext()) {
            return new SoakRun(run, plan).play(access, fronts, disturbance);
        }
    }

    private SoakOutcome play(Access access, Optional<Fronts> fronts, Disturbance disturbance) {
        long begun = System.nanoTime();
        SoakCast cast = run.call(() -> new SoakCast(plan, desk, access, fronts));
        Inspector inspector = cast.inspector();
        run.get(() -> inspector.setUp(plan.leaseMillis(), plan.groupLimit()));
        long scheduled = schedule(inspector);
        run.on(() -> cast.workers().forEach(Worker::start));
        Future<Void> submitted = run.call(cast::submit);
        Future<Void> operated = run.call(() -> cast.operator().start());
        disturbance.play(chronicle(submitted));
        run.settle(submitted);
        run.on(() -> {
            cast.operator().stop();
            cast.workers().forEach(Worker::beGood);
        });
        run.settle(operated);
        List<TickJudge> schedules = unschedule(inspector, scheduled);
        becomes(plan.patience(), () -> inspector.open().map(open -> open == 0));
        List<Ending> shown = run.get(inspector::readAll);
        run.on(() -> cast.workers().forEach(Worker::stop));
        return run.call(() -> judge(shown, schedules, Duration.ofNanos(System.nanoTime() - begun)));
    }

    private List<String> schedules() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < plan.crowd().schedules(); i++) {
            names.add(TickJudge.MARK + i);
        }
        return names;
    }

    /** Tells since when they are there. */
    private long schedule(Inspector inspector) {
        schedules().forEach(id -> run.get(() -> inspector.schedule(id, TICK_MILLIS)));
        return clock.millis();
    }

    /** Not before they have fired for all that is over. */
    private List<TickJudge> unschedule(Inspector inspector, long since) {
        List<String> all = schedules();
        if (all.isEmpty()) {
            return List.of();
        }
        long now = clock.millis();
        if (!becomes(
                TO_FIRE, () -> inspector.nextTicks().map(ticks -> ticks.stream().allMatch(at -> at > now)))) {
            run.on(() -> findings.add(Kind.TICK_MISSED, "the schedules did not get to " + now + " within " + TO_FIRE));
        }
        all.forEach(id -> run.get(() -> inspector.unschedule(id)));
        return all.stream()
                .map(id -> new TickJudge(id, TICK_MILLIS, since, now))
                .toList();
    }

    /** Tells whether it did within that time. */
    private boolean becomes(Duration time, Callable<Future<Boolean>> question) {
        try {
            Awaitility.await()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(200))
                    .atMost(time)
                    .until(() -> answer(question));
            return true;
        } catch (ConditionTimeoutException late) {
            return false;
        }
    }

    private boolean answer(Callable<Future<Boolean>> question) {
        try {
            return run.get(question);
        } catch (CompletionException unanswered) {
            return false;
        }
    }

    private SoakOutcome judge(List<Ending> shown, List<TickJudge> schedules, Duration lasted) {
        EndJudge ends = new EndJudge(ledger);
        ends.judge(shown);
        keys.judge(shown);
        new GroupJudge(ledger, plan.groupLimit()).judge(shown);
        new FlowJudge(ledger).judge(ends);
        Map<String, Long> counts = new TreeMap<>(tally.counts());
        long ticks = 0;
        for (TickJudge each : schedules) {
            ticks += each.judge(shown, findings);
        }
        counts.put("ticks", ticks);
        Map<String, Long> endings = new TreeMap<>();
        shown.forEach(each -> endings.merge((each.state() + " " + each.cause()).strip(), 1L, Long::sum));
        return new SoakOutcome(
                plan, findings.counts(), findings.texts(plan.forgiven()), counts, endings, faults, lasted);
    }

    private Chronicle chronicle(Future<Void> submitted) {
        return new Chronicle() {
            @Override
            public void begins(String fault) {
                faults.add(fault);
            }

            @Override
            public void isOver() {}

            @Override
            public boolean isSubmitting() {
                return !submitted.isComplete();
            }

            @Override
            public String progress() {
                return run.call(() -> tally.of("submitted") + " submitted, " + tally.of("starts") + " starts, found "
                        + findings.counts());
            }
        };
    }
}
