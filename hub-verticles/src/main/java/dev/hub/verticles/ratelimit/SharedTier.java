package dev.hub.verticles.ratelimit;

import dev.hub.core.metrics.Tally;
import dev.hub.core.ratelimit.store.Ask;
import dev.hub.core.ratelimit.store.Portion;
import dev.hub.core.ratelimit.store.Taken;
import dev.hub.core.valkey.Valkey;
import dev.hub.core.valkey.ValkeyUnavailableException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Valkey for decisions, all of one turn of the event loop in one call, and never waits longer than {@link #PATIENCE}.
 * While Valkey is known to be away, or did not answer a moment ago, nothing is asked; one call at a time tries whether it is
 * back. In a cluster limits in slots without an owner fail, and others do not notice. Belongs to one event loop.
 */
final class SharedTier {
    /** How long an answer is waited for. */
    static final Duration PATIENCE = Duration.ofMillis(500);

    /** After a call without an answer, before the next one is tried. */
    static final Duration PAUSE = Duration.ofMillis(250);

    /** Calls on their way; what is asked meanwhile travels together. */
    private static final int MAX_RUNNING = 8;

    private final ValkeyUnavailableException away = new ValkeyUnavailableException("it does not answer");

    private static final Logger LOG = LoggerFactory.getLogger(SharedTier.class);

    private final Vertx vertx;
    private final Connection connection;
    private final LimitTimes times;
    private final Tally calls;
    private boolean isDoubted;
    private boolean isTrying;
    private boolean isTold;
    private long tryAt;

    /**
     * What is known of the servers.
     *
     * @param isServing one of them takes commands
     * @param isWhole all of them do
     */
    record Connection(BooleanSupplier isServing, BooleanSupplier isWhole) {
        static Connection of(Valkey valkey) {
            return new Connection(valkey::isServing, valkey::isReady);
        }
    }

    /** {@code calls} counts. */
    SharedTier(Vertx vertx, Connection connection, LimitTimes times, Tally calls) {
        this.vertx = vertx;
        this.connection = connection;
        this.times = times;
        this.calls = calls;
    }

    /** An answer, to a question of which it is known when it was sent. */
    record Answer(Taken taken, long askedAt) {}

    /** Questions of one kind, answered by {@code call}. */
    Line line(Function<List<Ask>, List<Portion<Taken>>> call) {
        return new Line(call);
    }

    /** Nobody would answer now. */
    boolean isAway() {
        return !connection.isServing().getAsBoolean() || (isDoubted && (isTrying || times.nanosNow() - tryAt < 0));
    }

    /** There is a connection again, perhaps another one. */
    void reconnected() {
        isDoubted = false;
        isTrying = false;
    }

    private void answered() {
        reconnected();
        if (isTold && connection.isWhole().getAsBoolean()) {
            isTold = false;
            LOG.info("Limits are decided by Valkey again");
        }
    }

    /** Said once, until it is over. */
    private void tell(Throwable cause) {
        if (!isTold) {
            isTold = true;
            LOG.warn("Limits are decided without Valkey, as their rules say: {}", cause.getMessage());
        }
    }

    private void unanswered() {
        isDoubted = true;
        isTrying = false;
        tryAt = times.nanosNow() + PAUSE.toNanos();
    }

    private record Waiting(Ask ask, Promise<Answer> promise, Consumer<Taken> late) {}

    /** What waits for the end of the turn. */
    final class Line {
        private final Function<List<Ask>, List<Portion<Taken>>> call;
        private List<Waiting> waiting = new ArrayList<>();
        private boolean isScheduled;
        private int running;

        private Line(Function<List<Ask>, List<Portion<Taken>>> call) {
            this.call = call;
        }

        /**
         * Asks. Fails when there is no answer, in time.
         *
         * @param late is told the answer that comes after that
         */
        Future<Answer> ask(Ask ask, Consumer<Taken> late) {
            if (isAway()) {
                tell(away);
                return Future.failedFuture(away);
            }
            Waiting next = new Waiting(ask, Promise.promise(), late);
            waiting.add(next);
            schedule();
            return next.promise().future();
        }

        private void schedule() {
            if (!isScheduled && running < MAX_RUNNING) {
                isScheduled = true;
                vertx.runOnContext(endOfTurn -> send());
            }
        }

        private void send() {
            isScheduled = false;
            List<Waiting> batch = waiting;
            waiting = new ArrayList<>();
            if (batch.isEmpty()) {
                return;
            }
            running++;
            calls.add(1);
            isTrying = isDoubted;
            long askedAt = times.nanosNow();
            long timer = vertx.setTimer(PATIENCE.toMillis(), late -> giveUp(batch));
            List<Portion<Taken>> portions =
                    call.apply(batch.stream().map(Waiting::ask).toList());
            portions.forEach(portion -> await(portion, batch, askedAt));
            Future.join(portions.stream().map(Portion::results).toList()).onComplete(all -> {
                vertx.cancelTimer(timer);
                running--;
                if (!waiting.isEmpty()) {
                    schedule();
                }
            });
        }

        private void await(Portion<Taken> portion, List<Waiting> batch, long askedAt) {
            List<Waiting> its = portion.places().stream().map(batch::get).toList();
            portion.results().onComplete((taken, cause) -> {
                if (cause == null) {
                    answered();
                    answer(its, taken, askedAt);
                } else {
                    isTrying = false;
                    tell(cause);
                    fail(its, cause);
                }
            });
        }

        private void giveUp(List<Waiting> batch) {
            unanswered();
            tell(away);
            fail(batch, away);
            List<Waiting> behind = waiting;
            waiting = new ArrayList<>();
            fail(behind, away);
        }

        private static void fail(List<Waiting> batch, Throwable cause) {
            batch.forEach(each -> each.promise().tryFail(cause));
        }

        private static void answer(List<Waiting> batch, List<Taken> taken, long askedAt) {
            for (int i = 0; i < batch.size(); i++) {
                Waiting each = batch.get(i);
                if (!each.promise().tryComplete(new Answer(taken.get(i), askedAt))) {
                    each.late().accept(taken.get(i));
                }
            }
        }
    }
}
