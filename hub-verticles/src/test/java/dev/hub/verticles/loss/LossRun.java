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
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * One run: readers subscribe, writers write, a disturbance plays; then writers finish, every channel gets a last message,
 * and when all readers have everything, or had time enough, a latecomer asks for the whole streams. All are compared with
 * what was acknowledged.
 */
final class LossRun {
    private static final Duration TO_JOIN = Duration.ofSeconds(90);
    private static final long TO_FINISH_SECONDS = 90;

    private final Plan plan;
    private final Fronts fronts;
    private final Bench bench;
    private final Vertx vertx;
    private final Context context;

    private LossRun(Vertx vertx, Fronts fronts, Plan plan) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.fronts = fronts;
        this.plan = plan;
        this.bench = new Bench(new Ledger(plan.channels(), new Violations()), new Figures(), new Delays());
    }

    /** Plays a plan against hubs and judges it. Takes as long as the disturbance and some seconds more. */
    static Outcome play(Fronts fronts, Plan plan, Disturbance disturbance) {
        Vertx vertx = Vertx.vertx();
        try {
            return new LossRun(vertx, fronts, plan).play(disturbance);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private Outcome play(Disturbance disturbance) {
        long begun = System.nanoTime();
        Cast cast = on(() -> new Cast(vertx, fronts, plan, bench));
        try {
            on(() -> cast.readers().forEach(Participant::start));
            if (!isTrueWithin(TO_JOIN, cast::haveAllJoined)) {
                on(() -> bench.ledger()
                        .violations()
                        .add(new Violation.Other(Violation.Kind.REFUSED, "the run", "not all readers could join")));
                return judge(cast, begun);
            }
            on(() -> cast.writers().forEach(Writer::start));
            disturbance.play(chronicle(cast));
            on(() -> cast.readers().forEach(Participant::stay));
            finishWriting(cast);
            isTrueWithin(plan.patience(), cast::areAllComplete);
            on(bench.delays()::close);
            on(cast::admitLatecomer);
            isTrueWithin(plan.patience(), cast::areAllComplete);
            return judge(cast, begun);
        } finally {
            on(() -> cast.readers().forEach(Participant::stop));
        }
    }

    /** A writer that gives up has said so in the violations; the others still finish. */
    private void finishWriting(Cast cast) {
        Future<?> finished = call(
                () -> Future.join(cast.writers().stream().map(Writer::finish).toList()));
        settle(finished);
        settle(call(() -> cast.closer().publishOnceToEach()));
    }

    private void settle(Future<?> future) {
        future.otherwiseEmpty()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(TO_FINISH_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    private Outcome judge(Cast cast, long begun) {
        return call(() -> {
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
                on(() -> bench.delays().begin(fault, System.nanoTime()));
            }

            @Override
            public void isOver() {
                on(() -> bench.delays().end(System.nanoTime()));
            }

            @Override
            public void allLeaveFor(long millis) {
                on(() -> cast.readers().forEach(reader -> reader.leaveFor(millis)));
            }

            @Override
            public long acknowledged() {
                return call(() -> bench.figures().of(Figures.Count.ACKNOWLEDGED));
            }
        };
    }

    private boolean isTrueWithin(Duration time, BooleanSupplier condition) {
        try {
            Awaitility.await()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(50))
                    .atMost(time)
                    .until(() -> call(condition::getAsBoolean));
            return true;
        } catch (ConditionTimeoutException late) {
            return false;
        }
    }

    private void on(Runnable action) {
        call(() -> {
            action.run();
            return true;
        });
    }

    private <T> T on(Callable<T> action) {
        return call(action);
    }

    /** Everything of the run belongs to its context. */
    private <T> T call(Callable<T> action) {
        CompletableFuture<T> result = new CompletableFuture<>();
        context.runOnContext(now -> {
            try {
                result.complete(action.call());
            } catch (Exception | AssertionError failed) {
                result.completeExceptionally(failed);
            }
        });
        return result.orTimeout(TO_FINISH_SECONDS, TimeUnit.SECONDS).join();
    }
}
