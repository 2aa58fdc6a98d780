package dev.hub.verticles.loss;

import dev.hub.verticles.loss.client.Bench;
import dev.hub.verticles.loss.client.Fronts;
import dev.hub.verticles.loss.client.Participant;
import dev.hub.verticles.loss.client.Writer;
import dev.hub.verticles.loss.judge.Delays;
import dev.hub.verticles.loss.judge.Figures;
import dev.hub.verticles.loss.judge.Ledger;
import dev.hub.verticles.loss.judge.Track;
import dev.hub.verticles.loss.judge.Verdict;
import dev.hub.verticles.loss.judge.Violation;
import dev.hub.verticles.loss.judge.Violations;
import dev.hub.verticles.loss.scene.RunContext;
import io.vertx.core.Future;
import java.time.Duration;

/**
 * One run: readers subscribe, writers write, a disturbance plays; then writers finish, every channel gets a last message,
 * and when all readers have everything, or had time enough, a latecomer asks for the whole streams. All are compared with
 * what was acknowledged.
 */
final class LossRun {
    private static final Duration TO_JOIN = Duration.ofSeconds(90);

    private final Plan plan;
    private final Fronts fronts;
    private final Bench bench;
    private final RunContext run;

    private LossRun(RunContext run, Fronts fronts, Plan plan) {
        this.run = run;
        this.fronts = fronts;
        this.plan = plan;
        this.bench = new Bench(new Ledger(plan.channels(), new Violations()), new Figures(), new Delays());
    }

    /** Plays a plan against hubs and judges it. Takes as long as the disturbance and some seconds more. */
    static Outcome play(Fronts fronts, Plan plan, Disturbance disturbance) {
        try (RunContext run = new RunContext()) {
            return new LossRun(run, fronts, plan).play(disturbance);
        }
    }

    private Outcome play(Disturbance disturbance) {
        long begun = System.nanoTime();
        Cast cast = run.call(() -> new Cast(run.vertx(), fronts, plan, bench));
        try {
            run.on(() -> cast.readers().forEach(Participant::start));
            if (!run.isTrueWithin(TO_JOIN, cast::haveAllJoined)) {
                run.on(() -> bench.ledger()
                        .violations()
                        .add(new Violation.Other(Violation.Kind.REFUSED, "the run", "not all readers could join")));
                return judge(cast, begun);
            }
            run.on(() -> cast.writers().forEach(Writer::start));
            disturbance.play(chronicle(cast));
            run.on(() -> cast.readers().forEach(Participant::stay));
            finishWriting(cast);
            run.isTrueWithin(plan.patience(), cast::areAllComplete);
            run.on(bench.delays()::close);
            run.on(cast::admitLatecomer);
            run.isTrueWithin(plan.patience(), cast::areAllComplete);
            return judge(cast, begun);
        } finally {
            run.on(() -> cast.readers().forEach(Participant::stop));
        }
    }

    /** A writer that gives up has said so in the violations; the others still finish. */
    private void finishWriting(Cast cast) {
        Future<?> finished = run.call(
                () -> Future.join(cast.writers().stream().map(Writer::finish).toList()));
        run.settle(finished);
        run.settle(run.call(() -> cast.closer().publishOnceToEach()));
    }

    private Outcome judge(Cast cast, long begun) {
        return run.call(() -> {
            cast.readers().forEach(reader -> reader.tracks().values().forEach(Track::close));
            Duration lasted = Duration.ofNanos(System.nanoTime() - begun);
            Verdict verdict = Verdict.of(bench.ledger(), plan.tolerance());
            return new Outcome(plan, verdict, bench.figures(), bench.delays(), lostPlaces(), lasted);
        });
    }

    private long lostPlaces() {
        return bench.ledger().channels().stream()
                .mapToLong(channel -> channel.lostPlaces())
                .sum();
    }

    private Disturbance.Chronicle chronicle(Cast cast) {
        return new Disturbance.Chronicle() {
            @Override
            public void begins(String fault) {
                run.on(() -> bench.delays().begin(fault, System.nanoTime()));
            }

            @Override
            public void isOver() {
                run.on(() -> bench.delays().end(System.nanoTime()));
            }

            @Override
            public void allLeaveFor(long millis) {
                run.on(() -> cast.readers().forEach(reader -> reader.leaveFor(millis)));
            }

            @Override
            public long acknowledged() {
                return run.call(() -> bench.figures().of(Figures.Count.ACKNOWLEDGED));
            }
        };
    }
}
