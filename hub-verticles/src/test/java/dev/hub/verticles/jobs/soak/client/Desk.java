package dev.hub.verticles.jobs.soak.client;

import dev.hub.verticles.jobs.soak.judge.JobLedger;
import dev.hub.verticles.jobs.soak.judge.KeyJudge;
import dev.hub.verticles.jobs.soak.judge.Kind;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * What all actors of one run write to. Belongs to the context of the run.
 *
 * @param vertx whose context it is
 * @param queue that all of them use
 * @param ledger of its jobs
 * @param keys of its jobs
 * @param tally of the run
 */
public record Desk(Vertx vertx, String queue, JobLedger ledger, KeyJudge keys, Tally tally) {
    private static final InstantSource CLOCK = InstantSource.system();
    private static final int PAUSE_MILLIS = 100;

    /** The clock of the machine. */
    long nowMillis() {
        return CLOCK.millis();
    }

    /** An actor met what it is not made for. */
    void bug(Throwable cause) {
        ledger.findings().add(Kind.REFUSED, "not understood: " + cause);
    }

    Future<Void> pause(long millis) {
        Promise<Void> pause = Promise.promise();
        vertx.setTimer(Math.max(1, millis), over -> pause.complete());
        return pause.future();
    }

    /** Tries until it succeeds, or so long; a failure after that is told. */
    <T> Future<T> persist(String what, long untilMillis, Supplier<Future<T>> attempt) {
        return attempt.get().recover(cause -> {
            tally.add("repeated calls");
            if (nowMillis() > untilMillis) {
                ledger.findings().add(Kind.REFUSED, what + ", at last: " + cause);
                return Future.failedFuture(cause);
            }
            return pause(PAUSE_MILLIS).compose(again -> persist(what, untilMillis, attempt));
        });
    }
}
